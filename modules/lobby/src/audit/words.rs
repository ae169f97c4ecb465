//! Acts in words: an act is "noun.verb", written by the module that did it.

/// Beginnings of acts that one can filter by.
pub const GROUPS: &[(&str, &str)] = &[
    ("member.", "会员"),
    ("joining.", "入会申请"),
    ("roster.", "名册"),
    ("union.", "工会"),
    ("employer.", "用人单位"),
    ("code.", "入会码"),
    ("place.", "地点"),
    ("card.", "会员卡"),
    ("person.", "个人信息"),
    ("post.", "任职"),
    ("setting.", "设置"),
    ("account.", "账号"),
    ("installation.", "平台"),
];
const VERBS: &[(&str, &str)] = &[
    ("read", "查看"),
    ("open", "查看完整信息"),
    ("admit", "登记"),
    ("add", "新增"),
    ("create", "新增"),
    ("edit", "修改"),
    ("update", "修改"),
    ("change", "修改"),
    ("move", "移动"),
    ("close", "关闭"),
    ("submit", "提交"),
    ("mend", "补正"),
    ("withdraw", "撤回"),
    ("approve", "批准"),
    ("return", "退回"),
    ("send_back", "退回"),
    ("refuse", "不予批准"),
    ("assign", "指定"),
    ("import", "导入"),
    ("confirm", "确认"),
    ("undo", "撤销"),
    ("export", "导出"),
    ("revoke", "作废"),
    ("invite", "邀请"),
    ("revoke_invitation", "收回邀请"),
    ("end", "结束"),
    ("setup", "建立"),
    ("cover", "登记覆盖"),
    ("sign_in", "登录"),
];

/// `批准入会申请`; an act without words stays as it is.
pub fn act(act: &str) -> String {
    let Some((noun, verb)) = act.split_once('.') else { return act.to_owned() };
    let verb = VERBS.iter().find(|(key, _)| *key == verb).map(|(_, words)| *words);
    match verb {
        Some(verb) => format!("{}：{verb}", object(noun)),
        None => act.to_owned(),
    }
}
/// The noun in words.
pub fn object(object: &str) -> &str {
    let group = GROUPS.iter().find(|(key, _)| key.trim_end_matches('.') == object);
    match (object, group) {
        ("membership", _) => "会员",
        ("invitation", _) => "邀请",
        ("import", _) => "名册导入",
        (_, Some((_, words))) => words,
        _ => object,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_act_is_said_in_words_and_an_unknown_one_is_not_hidden() {
        assert_eq!(super::act("joining.approve"), "入会申请：批准");
        assert_eq!(super::act("member.open"), "会员：查看完整信息");
        assert_eq!(super::act("thing.juggle"), "thing.juggle");
    }
}
