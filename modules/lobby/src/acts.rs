//! The audit's acts in words, for the person concerned and for the auditor: "joining.approve" is 通过入会申请.

/// Acts whose two words don't make a phrase.
const WHOLE: [(&str, &str); 16] = [
    ("correction.submit", "申请更正"),
    ("correction.read", "查看更正申请"),
    ("correction.accept", "同意更正"),
    ("correction.refuse", "不更正"),
    ("data.erase", "删除本人数据"),
    ("account.revoke", "让账号在所有设备上退出登录"),
    ("account.block", "停用账号"),
    ("account.unblock", "恢复账号"),
    ("account.second", "设好动态口令"),
    ("account.second_removed", "停用动态口令"),
    ("account.second_reset", "重置动态口令"),
    ("account.tie", "绑定统一身份"),
    ("account.untie", "解除统一身份绑定"),
    ("member.recognise", "本人登录，对上了会员信息"),
    ("joining.claim", "用证件号申请入会，没有受理"),
    ("post.revoke_invitation", "撤回任职邀请"),
];
const OBJECTS: [(&str, &str); 26] = [
    ("member", "会员信息"),
    ("membership", "会籍"),
    ("person", "个人信息"),
    ("joining", "入会申请"),
    ("roster", "名册"),
    ("import", "名册导入"),
    ("card", "会员卡"),
    ("photo", "照片"),
    ("union", "工会"),
    ("employer", "单位"),
    ("place", "地点"),
    ("code", "入会码"),
    ("post", "任职"),
    ("invitation", "任职邀请"),
    ("setting", "设置"),
    ("data", "本人数据"),
    ("consent", "同意"),
    ("transfer", "转会"),
    ("keeping", "保留会籍"),
    ("leaving", "退会"),
    ("expulsion", "开除会籍"),
    ("resumption", "恢复会籍"),
    ("case", "诉求"),
    ("counselling", "心理咨询"),
    ("duty", "值班"),
    ("booking", "预约"),
];
const VERBS: [(&str, &str); 54] = [
    ("read", "查看"),
    ("open", "查看完整的"),
    ("create", "登记"),
    ("add", "登记"),
    ("edit", "修改"),
    ("update", "修改"),
    ("change", "修改"),
    ("rename", "改名："),
    ("move", "移动"),
    ("close", "关闭"),
    ("end", "结束"),
    ("submit", "提交"),
    ("assign", "指定工会办理"),
    ("approve", "通过"),
    ("return", "退回"),
    ("refuse", "不同意"),
    ("withdraw", "撤回"),
    ("give", "给出"),
    ("claim", "认领"),
    ("dispute", "核对"),
    ("confirm", "确认"),
    ("undo", "撤销"),
    ("import", "导入"),
    ("export", "导出"),
    ("invite", "邀请"),
    ("accept", "接受"),
    ("revoke", "作废"),
    ("set", "修改"),
    ("propose", "提出"),
    ("register", "窗口办理"),
    ("decline", "不同意"),
    ("release", "同意转出："),
    ("silence", "到期视为同意转出："),
    ("object", "提出异议："),
    ("settle", "裁定可以："),
    ("hold", "裁定不转："),
    ("again", "改好再交："),
    ("lapse", "到期撤销"),
    ("void", "退回"),
    ("overtake", "不用再办："),
    ("grant", "同意"),
    ("announce", "宣布"),
    ("expel", "决定"),
    ("spare", "决定不"),
    ("file", "备案"),
    ("decide", "办理"),
    ("say", "回话："),
    ("ask", "请本人补充："),
    ("note", "记一笔："),
    ("attach", "放材料："),
    ("rate", "评价"),
    ("hand-over", "转办"),
    ("orphan", "转上级办理"),
    ("act", "办理"),
];

/// An act as a phrase; one that has no words here yet is shown as it is written.
pub fn phrase(act: &str) -> String {
    let known =
        |list: &[(&str, &'static str)], key: &str| list.iter().find(|(k, _)| *k == key).map(|(_, words)| *words);
    if let Some(whole) = known(&WHOLE, act) {
        return whole.to_owned();
    }
    let (object, verb) = act.split_once('.').unwrap_or((act, ""));
    match (known(&OBJECTS, object), known(&VERBS, verb)) {
        (Some(object), Some(verb)) => format!("{verb}{object}"),
        _ => act.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::phrase;

    #[test]
    fn an_act_reads_as_a_phrase() {
        assert_eq!(phrase("joining.approve"), "通过入会申请");
        assert_eq!(phrase("member.read"), "查看会员信息");
        assert_eq!(phrase("later.something"), "later.something");
    }
}
