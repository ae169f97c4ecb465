//! The code tables themselves, as the standards and deployed union systems have them.
//!
//! A table known by its names only is numbered in its own order, so that every entry has a code.

use super::tables::{Table, entry};

/// 性别. Source: GB/T 2261.1.
pub static GENDER: Table = Table::new(
    "gender",
    "性别",
    &[entry("0", "未知的性别"), entry("1", "男"), entry("2", "女"), entry("9", "未说明的性别")],
);

/// 民族. Source: GB/T 3304.
pub static ETHNIC: Table = Table::new(
    "ethnic",
    "民族",
    &[
        entry("01", "汉族"),
        entry("02", "蒙古族"),
        entry("03", "回族"),
        entry("04", "藏族"),
        entry("05", "维吾尔族"),
        entry("06", "苗族"),
        entry("07", "彝族"),
        entry("08", "壮族"),
        entry("09", "布依族"),
        entry("10", "朝鲜族"),
        entry("11", "满族"),
        entry("12", "侗族"),
        entry("13", "瑶族"),
        entry("14", "白族"),
        entry("15", "土家族"),
        entry("16", "哈尼族"),
        entry("17", "哈萨克族"),
        entry("18", "傣族"),
        entry("19", "黎族"),
        entry("20", "傈僳族"),
        entry("21", "佤族"),
        entry("22", "畲族"),
        entry("23", "高山族"),
        entry("24", "拉祜族"),
        entry("25", "水族"),
        entry("26", "东乡族"),
        entry("27", "纳西族"),
        entry("28", "景颇族"),
        entry("29", "柯尔克孜族"),
        entry("30", "土族"),
        entry("31", "达斡尔族"),
        entry("32", "仫佬族"),
        entry("33", "羌族"),
        entry("34", "布朗族"),
        entry("35", "撒拉族"),
        entry("36", "毛南族"),
        entry("37", "仡佬族"),
        entry("38", "锡伯族"),
        entry("39", "阿昌族"),
        entry("40", "普米族"),
        entry("41", "塔吉克族"),
        entry("42", "怒族"),
        entry("43", "乌孜别克族"),
        entry("44", "俄罗斯族"),
        entry("45", "鄂温克族"),
        entry("46", "德昂族"),
        entry("47", "保安族"),
        entry("48", "裕固族"),
        entry("49", "京族"),
        entry("50", "塔塔尔族"),
        entry("51", "独龙族"),
        entry("52", "鄂伦春族"),
        entry("53", "赫哲族"),
        entry("54", "门巴族"),
        entry("55", "珞巴族"),
        entry("56", "基诺族"),
    ],
);

/// 有效证件类别. Source: GA/T 517.
pub static ID_TYPE: Table = Table::new(
    "id_type",
    "有效证件类别",
    &[
        entry("111", "居民身份证"),
        entry("114", "军官证"),
        entry("115", "警官证"),
        entry("414", "护照"),
        entry("511", "台湾居民来往大陆通行证"),
        entry("516", "港澳居民来往内地通行证"),
        entry("990", "其他"),
    ],
);

/// 学历. Source: GB/T 4658 (major groups).
pub static EDUCATION: Table = Table::new(
    "education",
    "学历",
    &[
        entry("10", "研究生教育"),
        entry("20", "大学本科"),
        entry("30", "大学专科"),
        entry("40", "中等职业教育"),
        entry("60", "普通高级中学"),
        entry("70", "初级中学"),
        entry("80", "小学"),
        entry("90", "其他"),
    ],
);

/// 政治面貌. Source: GB/T 4762.
pub static POLITICAL: Table = Table::new(
    "political",
    "政治面貌",
    &[
        entry("01", "中共党员"),
        entry("02", "中共预备党员"),
        entry("03", "共青团员"),
        entry("04", "民革党员"),
        entry("05", "民盟盟员"),
        entry("06", "民建会员"),
        entry("07", "民进会员"),
        entry("08", "农工党党员"),
        entry("09", "致公党党员"),
        entry("10", "九三学社社员"),
        entry("11", "台盟盟员"),
        entry("12", "无党派人士"),
        entry("13", "群众"),
    ],
);

/// 就业状况. Source: seen in deployed union systems.
pub static WORK_STATUS: Table = Table::new(
    "work_status",
    "就业状况",
    &[
        entry("1", "在岗"),
        entry("2", "待（下）岗"),
        entry("3", "失业"),
        entry("4", "退休"),
        entry("5", "离休"),
        entry("6", "退职"),
        entry("7", "退养（内退）"),
        entry("8", "病休"),
        entry("9", "其他"),
    ],
);

/// 技能等级. Source: seen in deployed union systems.
pub static SKILL_LEVEL: Table = Table::new(
    "skill_level",
    "技能等级",
    &[
        entry("1", "职业资格一级（高级技师）"),
        entry("2", "职业资格二级（技师）"),
        entry("3", "职业资格三级（高级）"),
        entry("4", "职业资格四级（中级）"),
        entry("5", "职业资格五级（初级）"),
    ],
);

/// 户籍类型. Source: names seen in deployed union systems.
pub static HOUSEHOLD: Table = Table::new(
    "household",
    "户籍类型",
    &[
        entry("1", "未落常住户口"),
        entry("2", "非农业家庭户口"),
        entry("3", "农业家庭户口"),
        entry("4", "非农业集体户口"),
        entry("5", "农业集体户口"),
        entry("6", "自理口粮户口"),
        entry("7", "寄住户口"),
        entry("8", "赞助户口"),
        entry("9", "其他户口"),
    ],
);

/// 会籍变化类型. Source: seen in deployed union systems.
pub static MEMBERSHIP_CHANGE: Table = Table::new(
    "membership_change",
    "会籍变化类型",
    &[
        entry("1", "入会"),
        entry("2", "转入"),
        entry("3", "保留"),
        entry("4", "转出"),
        entry("5", "除名"),
        entry("6", "退会"),
    ],
);

/// 会籍变化原因. Source: seen in deployed union systems.
pub static MEMBERSHIP_CHANGE_REASON: Table = Table::new(
    "membership_change_reason",
    "会籍变化原因",
    &[
        entry("1", "劳动（工作）关系发生变化"),
        entry("2", "在本单位下岗后待岗"),
        entry("3", "失业"),
        entry("4", "所在企业破产"),
        entry("5", "个人要求退会"),
        entry("6", "因犯罪被开除会籍"),
    ],
);

/// 是否. Source: names seen in deployed union systems.
pub static YES_NO: Table = Table::new("yes_no", "是否", &[entry("1", "是"), entry("0", "否")]);

/// 单位类别. Source: 工会组织信息登记表.
pub static UNIT_CATEGORY: Table = Table::new(
    "unit_category",
    "单位类别",
    &[
        entry("110", "国有企业"),
        entry("120", "集体企业"),
        entry("130", "股份合作企业"),
        entry("140", "联营企业"),
        entry("151", "国有独资公司"),
        entry("159", "其他有限责任公司"),
        entry("161", "股份有限公司中的国有控股公司"),
        entry("169", "其他股份有限公司"),
        entry("170", "私营企业"),
        entry("190", "其他内资企业"),
        entry("200", "台港澳商投资企业"),
        entry("300", "外商投资企业"),
        entry("400", "事业"),
        entry("500", "机关"),
        entry("600", "个体经济组织"),
        entry("700", "民办非企业"),
    ],
);

/// 工会类型. Source: names seen in deployed union systems.
pub static UNION_TYPE: Table = Table::new(
    "union_type",
    "工会类型",
    &[
        entry("1", "总工会"),
        entry("2", "单独基层工会"),
        entry("3", "联合基层工会"),
        entry("4", "行业性工会联合会"),
        entry("5", "区域性工会联合会"),
        entry("6", "工会工作委员会"),
        entry("7", "工会办事处"),
        entry("8", "分工会"),
        entry("9", "工会小组"),
        entry("10", "其他"),
    ],
);

/// 工会组织类别. Source: one deployed city system.
pub static UNION_ORG_TYPE: Table = Table::new(
    "union_org_type",
    "工会组织类别",
    &[
        entry("1", "独立基层工会"),
        entry("2", "联合基层工会"),
        entry("3", "街道工会"),
        entry("4", "园区工会"),
        entry("5", "行业工会"),
        entry("6", "集团工会"),
        entry("7", "系统工会"),
        entry("8", "分会/小组"),
    ],
);

/// 工会组织形式. Source: one deployed city system.
pub static UNION_ORG_FORM: Table = Table::new(
    "union_org_form",
    "工会组织形式",
    &[
        entry("1", "总工会"),
        entry("2", "工会"),
        entry("3", "工会联合会"),
        entry("4", "工会委员会"),
        entry("5", "联合工会委员会"),
        entry("6", "分会"),
        entry("7", "小组"),
    ],
);

/// 工会级别. Source: one deployed city system.
pub static UNION_LEVEL: Table = Table::new(
    "union_level",
    "工会级别",
    &[
        entry("10", "国家"),
        entry("20", "省"),
        entry("21", "部级"),
        entry("22", "行业级"),
        entry("30", "市"),
        entry("40", "区"),
        entry("41", "区产业级"),
        entry("50", "街镇"),
        entry("60", "社区"),
        entry("61", "社区下属灵活就业联合工会"),
    ],
);

/// 工会状态. Source: one deployed city system.
pub static UNION_STATUS: Table = Table::new(
    "union_status",
    "工会状态",
    &[entry("1", "正常"), entry("0", "注销"), entry("3", "锁定"), entry("4", "筹备期")],
);

/// 建会途径. Source: names seen in deployed union systems.
pub static SETUP_CHANNEL: Table =
    Table::new("setup_channel", "建会途径", &[entry("1", "线下建会"), entry("2", "网上建会")]);

/// 委员会. Source: names seen in deployed union systems.
pub static COMMITTEE: Table = Table::new(
    "committee",
    "委员会",
    &[
        entry("1", "工会委员会"),
        entry("2", "经费审查委员会"),
        entry("3", "劳动法律监督委员会"),
        entry("4", "女职工委员会"),
    ],
);

/// 八大群体. Source: 全总2018年八大群体，各地名称略有差异.
pub static GROUP8: Table = Table::new(
    "group8",
    "八大群体",
    &[
        entry("1", "货车司机"),
        entry("2", "快递员"),
        entry("3", "护工护理员"),
        entry("4", "家政服务员"),
        entry("5", "商场信息员"),
        entry("6", "网约送餐员"),
        entry("7", "房产中介员"),
        entry("8", "保安员"),
    ],
);

/// 新就业形态. Source: 全总2021年集中行动的四类重点群体.
pub static NEW_EMPLOYMENT: Table = Table::new(
    "new_employment",
    "新就业形态",
    &[entry("1", "货车司机"), entry("2", "网约车司机"), entry("3", "快递员"), entry("4", "外卖配送员")],
);

/// 困难类别. Source: names seen in deployed union systems.
pub static HARDSHIP_TYPE: Table =
    Table::new("hardship_type", "困难类别", &[entry("1", "深度困难"), entry("2", "相对困难"), entry("3", "意外致困")]);

/// 困难档案类别. Source: names seen in deployed union systems.
pub static HARDSHIP_FILE: Table = Table::new(
    "hardship_file",
    "困难档案类别",
    &[entry("1", "增量档案"), entry("2", "存量档案"), entry("3", "返困档案")],
);

/// 困难职工家庭类别. Source: names seen in deployed union systems.
pub static HARDSHIP_FAMILY: Table =
    Table::new("hardship_family", "困难职工家庭类别", &[entry("1", "城镇困难职工"), entry("2", "困难农民工")]);

/// Every table, in the order above.
pub static ALL: [&Table; 24] = [
    &GENDER,
    &ETHNIC,
    &ID_TYPE,
    &EDUCATION,
    &POLITICAL,
    &WORK_STATUS,
    &SKILL_LEVEL,
    &HOUSEHOLD,
    &MEMBERSHIP_CHANGE,
    &MEMBERSHIP_CHANGE_REASON,
    &YES_NO,
    &UNIT_CATEGORY,
    &UNION_TYPE,
    &UNION_ORG_TYPE,
    &UNION_ORG_FORM,
    &UNION_LEVEL,
    &UNION_STATUS,
    &SETUP_CHANNEL,
    &COMMITTEE,
    &GROUP8,
    &NEW_EMPLOYMENT,
    &HARDSHIP_TYPE,
    &HARDSHIP_FILE,
    &HARDSHIP_FAMILY,
];
