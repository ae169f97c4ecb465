-- What a union makes public for some days (公示), so that whoever knows better can say so.

-- `head` and `body` are JSON: the columns' names, and rows of texts, masked before they come here. `link`: where the desk goes on.
CREATE TABLE public_notices (
  id {{id}}, number TEXT NOT NULL UNIQUE, org BIGINT NOT NULL REFERENCES organisations(id), title TEXT NOT NULL, lead TEXT NOT NULL, head TEXT NOT NULL, body TEXT NOT NULL,
  subject TEXT NOT NULL, subject_id BIGINT NOT NULL, link TEXT NOT NULL, from_on TEXT NOT NULL, to_on TEXT NOT NULL, withdrawn_at BIGINT, at BIGINT NOT NULL
);
CREATE INDEX public_notices_subject ON public_notices(subject, subject_id);
CREATE INDEX public_notices_days ON public_notices(to_on);
-- What somebody says against it; `verdict`: '' not answered, upheld, rejected.
CREATE TABLE public_objections (
  id {{id}}, notice BIGINT NOT NULL REFERENCES public_notices(id), name_sealed TEXT NOT NULL, phone_sealed TEXT NOT NULL, text_sealed TEXT NOT NULL,
  account BIGINT REFERENCES accounts(id), verdict TEXT NOT NULL, answer_sealed TEXT NOT NULL, answered_by BIGINT, answered_at BIGINT, at BIGINT NOT NULL
);
CREATE INDEX public_objections_notice ON public_objections(notice);
