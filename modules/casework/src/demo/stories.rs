//! What the demo tells: who asked for what, and what came of it.
use directory::demo::FREIGHT_JOINT;

/// Somebody without a membership whose complaint is overdue: name and phone.
pub const PHONE_USER: (&str, &str) = ("邹强", "15400000913");

const SHUNTONG: &str = "顺通物流工会";
const YUANDA: &str = "远达运输工会";
const HONGYUN: &str = "鸿运货运工会";

/// Who asks: the member that one can sign in as, the n-th of a union, or somebody without a union.
#[derive(Clone, Copy)]
pub enum Asker {
    Member,
    Of(&'static str),
    Stranger(&'static str, &'static str),
}
/// What happens next, so many days ago.
pub enum Then {
    Act(i64, &'static str, &'static str, i64),
    Own(i64, &'static str),
    Reply(i64, &'static str),
    Ask(i64, &'static str),
    Say(i64, &'static str),
    Rate(i64, i64, &'static str),
    Withdraw(i64),
}
use Asker::{Member, Of, Stranger};
use Then::{Act, Ask, Own, Rate, Reply, Say, Withdraw};

pub struct Story<'a> {
    pub asker: Asker,
    pub service: &'static str,
    pub ago: i64,
    pub bypass: bool,
    pub answers: &'a [(&'static str, &'static str)],
    pub then: &'a [Then],
}

pub const STORIES: &[Story<'static>] = &[
    Story {
        asker: Member,
        service: "advice",
        ago: 26,
        bypass: false,
        answers: &[("what", "contract"), ("story", "单位让我签空白合同，能签吗？签了以后他们自己填怎么办")],
        then: &[
            Act(
                25,
                "answer",
                "不要签。劳动合同应当写清工作内容、地点、报酬和期限，由双方签字，您留一份。单位坚持要签空白的，请留下证据告诉我们，工会出面和单位说。",
                0,
            ),
            Rate(24, 5, "答得很清楚"),
        ],
    },
    Story {
        asker: Member,
        service: "pay",
        ago: 9,
        bypass: true,
        answers: &[
            ("employer", "滨河县顺达货运有限公司"),
            ("what", "wages"),
            ("months", "9月、10月"),
            ("amount", "1972000"),
            (
                "story",
                "我2025年3月到顺达开车，今年9月、10月的工资没有发，合同写的每月15日发。问过两次，说等甲方回款。还有三个同事也没发。",
            ),
            ("others", "3"),
        ],
        then: &[
            Act(8, "accept", "", 0),
            Reply(6, "约好了单位人事，下周一到县总工会调解。工资条请您先拍照传上来。"),
            Say(6, "好的，我今晚就传。"),
        ],
    },
    Story {
        asker: Of(SHUNTONG),
        service: "pay",
        ago: 7,
        bypass: false,
        answers: &[
            ("employer", "滨河县顺通物流有限公司"),
            ("what", "overtime"),
            ("months", "8月到10月"),
            ("amount", "436000"),
            ("story", "三个月周末都在上班，加班费一直没有算。"),
        ],
        then: &[],
    },
    Story {
        asker: Of(SHUNTONG),
        service: "suggestions",
        ago: 2,
        bypass: false,
        answers: &[("what", "workplace"), ("story", "夜班食堂只有冷饭，能不能留一个窗口到十二点。")],
        then: &[],
    },
    Story {
        asker: Of(SHUNTONG),
        service: "suggestions",
        ago: 15,
        bypass: false,
        answers: &[("what", "safety"), ("story", "三号库门口叉车和人走一条道，建议划线分开。")],
        then: &[Act(13, "adopt", "建议很好，和安全部商量，本月划线装反光镜。", 0)],
    },
    Story {
        asker: Of(HONGYUN),
        service: "pay",
        ago: 30,
        bypass: false,
        answers: &[
            ("employer", "滨河县鸿运货运有限公司"),
            ("what", "bonus"),
            ("months", "二季度"),
            ("amount", "860000"),
            ("story", "说好的趟次提成没有发，别的车队都发了。"),
        ],
        then: &[
            Act(29, "accept", "", 0),
            Act(20, "paid", "单位今天打到工资卡上了，请核对。", 860_000),
            Own(19, "arrived"),
            Rate(18, 5, "没想到这么快"),
        ],
    },
    Story {
        asker: Of(YUANDA),
        service: "pay",
        ago: 12,
        bypass: false,
        answers: &[
            ("employer", "滨河县远达运输有限公司"),
            ("what", "final"),
            ("months", "10月"),
            ("amount", "520000"),
            ("story", "10月底走的，最后一个月工资拖着不结。"),
        ],
        then: &[Act(11, "accept", "", 0), Act(1, "paid", "单位说昨天转账了，请看看银行卡。", 520_000)],
    },
    Story {
        asker: Of(YUANDA),
        service: "rights",
        ago: 16,
        bypass: true,
        answers: &[
            ("employer", "滨河县远达运输有限公司"),
            ("what", "insurance"),
            ("story", "进来一年多一直没有交社保，问了说试用期不交。"),
        ],
        then: &[Act(15, "accept", "", 0), Ask(10, "请传一下劳动合同和最近三个月的工资记录。")],
    },
    Story {
        asker: Of(YUANDA),
        service: "lawyer",
        ago: 18,
        bypass: true,
        answers: &[
            ("employer", "滨河县远达运输有限公司"),
            ("what", "compensation"),
            ("stage", "arbitration"),
            ("amount", "2400000"),
            ("income", "150000"),
            ("story", "合同到期单位不续，也不给补偿，已经申请了仲裁，不会写材料。"),
        ],
        then: &[
            Act(16, "approve", "", 0),
            Act(14, "appointed", "何律师，滨河县江海律师事务所，0515-88001234", 0),
            Act(3, "progress", "答辩状收到了，12月中旬开庭，律师约您下周三下午到所里对材料。", 0),
        ],
    },
    Story {
        asker: Of(HONGYUN),
        service: "living",
        ago: 4,
        bypass: false,
        answers: &[
            ("what", "illness"),
            ("family", "4"),
            ("story", "父亲上月脑梗住院，花了六万多，家里就我一个人挣钱。"),
        ],
        then: &[Act(2, "contacted", "", 0)],
    },
    Story {
        asker: Of(FREIGHT_JOINT),
        service: "study",
        ago: 20,
        bypass: false,
        answers: &[("what", "skill"), ("when", "weekend"), ("story", "想考危险品押运证，周末能上课的班。")],
        then: &[Act(18, "arrange", "县总工会周末班12月5日开课，已经给您留名额，学费补一半。", 0), Rate(17, 4, "")],
    },
    Story {
        asker: Of(FREIGHT_JOINT),
        service: "rights",
        ago: 24,
        bypass: false,
        answers: &[("employer", "城东物流园"), ("what", "hours"), ("story", "连续跑夜车没有调休，说了也不排。")],
        then: &[
            Act(23, "accept", "", 0),
            Act(14, "settle", "单位答应以后每周排一天休息。", 0),
            Rate(12, 2, "说是答应了，还是没有排休"),
        ],
    },
    Story {
        asker: Of(FREIGHT_JOINT),
        service: "suggestions",
        ago: 10,
        bypass: false,
        answers: &[("what", "union"), ("story", "希望工会多办晚上的活动。")],
        then: &[Withdraw(9)],
    },
    // A phone and nothing else, past the union at the workplace, and overdue: it climbs.
    Story {
        asker: Stranger(PHONE_USER.0, PHONE_USER.1),
        service: "pay",
        ago: 5,
        bypass: true,
        answers: &[
            ("employer", "滨河县顺通物流有限公司"),
            ("what", "wages"),
            ("months", "10月"),
            ("amount", "640000"),
            ("story", "十月一直出车，到今天没有发工资，也不让问。"),
        ],
        then: &[],
    },
    Story {
        asker: Stranger("何平", "15400000911"),
        service: "pay",
        ago: 1,
        bypass: false,
        answers: &[
            ("employer", "城南装饰队"),
            ("what", "wages"),
            ("months", "7月到10月"),
            ("amount", "2380000"),
            ("story", "跟着老乡干装修，干完四个月只给了生活费，工头电话不接了。"),
        ],
        then: &[],
    },
    Story {
        asker: Stranger("钱晓燕", "15400000912"),
        service: "advice",
        ago: 1,
        bypass: false,
        answers: &[("what", "injury"), ("story", "送餐路上摔伤了，平台说不是工伤，是这样吗？")],
        then: &[],
    },
];
