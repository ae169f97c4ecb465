//! The fields as the gallery shows them, and what holds for them.

use super::Field;
use crate::Example;

pub(crate) fn examples() -> Vec<Example> {
    let kinds = [("driver", "货车司机"), ("rider", "外卖骑手"), ("none", "都不是")];
    let mut all = Vec::new();
    for (title, field) in [
        ("一行字", Field::text("name", "姓名").hint("和身份证上一样").value("程望川")),
        (
            "填错了",
            Field::text("idno", "身份证号")
                .hint("18位，最后一位可能是X")
                .value("320999198804179979")
                .error("最后一位和前17位对不上，请对照身份证再看一遍"),
        ),
        ("手机号", Field::tel("phone", "手机号")),
        ("验证码", Field::code("code", "验证码").hint("已发到138****5678，5分钟内有效")),
        ("选一个", Field::radios("kind", "您做什么工作", kinds).value("driver")),
        ("打开选", Field::select("kind2", "职工类别", kinds).value("rider")),
        ("可多选", Field::checks("groups", "职工类别", kinds).values(["driver", "rider"]).optional()),
        ("勾选", Field::check("consent", "同意工会用我的手机号通知我").error("要勾选才能继续")),
        ("日期", Field::date("since", "入会日期").value("2026-11-20").optional()),
        ("几行字", Field::area("reason", "退回的理由").hint("对方会看到")),
        ("文件", Field::file("photo", "照片", "image/*").optional()),
        ("边填边找", Field::suggest("employer", "工作单位", "/join/employers", "employer_id", "")),
    ] {
        all.extend(Example::both("Field", title, field));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use platform::web::Fields;

    #[test]
    fn a_wrong_field_is_linked_with_its_message() {
        let html = Field::text("idno", "身份证号").hint("18位").error("没有填").to_string();
        assert!(html.contains(r#"aria-invalid="true""#) && html.contains(r#"aria-describedby="idno-hint idno-msg""#));
        assert!(html.contains(r#"id="idno-msg""#));
    }

    #[test]
    fn what_was_typed_comes_back_as_text_not_as_html() {
        let typed = r#""><script>alert(1)</script>"#;
        for field in [Field::text("a", "甲"), Field::area("a", "甲"), Field::suggest("a", "甲", "/x", "b", typed)] {
            let html = field.value(typed).error(typed).hint(typed).to_string();
            assert!(!html.contains("<script>"), "{html}");
        }
    }

    #[test]
    fn the_link_of_a_group_leads_to_its_first_answer() {
        let html = Field::radios("kind", "工作", [("a", "甲"), ("b", "乙")]).value("b").to_string();
        assert!(html.contains(r#"id="kind" type="radio" name="kind" value="a""#), "{html}");
        assert!(html.contains(r#"value="b" checked"#), "{html}");
    }

    #[test]
    fn a_form_that_comes_back_brings_what_was_typed_and_what_is_wrong() {
        let mut form = Fields::parse("name=%E6%9E%97&kind=b&groups=a&groups=c");
        form.fault("name", "名字太短");
        let html = Field::text("name", "姓名").of_form(&form).to_string();
        assert!(html.contains(r#"value="林""#) && html.contains("名字太短"), "{html}");
        let abc = [("a", "甲"), ("b", "乙"), ("c", "丙")];
        let html = Field::checks("groups", "类别", abc).of_form(&form).to_string();
        assert_eq!(html.matches(" checked").count(), 2, "{html}");
    }

    #[test]
    fn codes_and_passwords_stay_out_of_drafts() {
        for field in [Field::code("code", "验证码"), Field::password("password", "密码")] {
            assert!(field.to_string().contains("data-no-draft"));
        }
    }
}
