//! The audit's acts in words, for the person concerned and for the auditor: "joining.approve" is 通过入会申请.

/// Acts whose two words don't make a phrase.
const WHOLE: &[(&str, &str)] = &[
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
    ("post.invite", "邀请任职"),
    ("post.accept", "接受任职"),
    ("member.bulk", "批量办理会员"),
    ("member.bulk_undo", "撤销批量办理"),
    ("union.closing", "开始撤并工会"),
    ("union.cover", "登记工会覆盖的单位"),
    ("union.uncover", "结束工会覆盖的单位"),
    ("union.firms.export", "导出覆盖单位"),
    ("union.term", "登记工会任期"),
    ("union.postpone", "同意工会延期换届"),
    ("employer.bind", "把单位归到工会"),
    ("employer.release", "解除单位的归属"),
    ("duplicate.merge", "合并重复登记"),
    ("duplicate.part", "撤销合并"),
    ("duplicate.differ", "说明不是重复登记"),
    ("duplicate.reopen", "重新核对重复登记"),
    ("place.hours", "修改地点的开放时间"),
    ("place.accept", "认可地点达标"),
    ("place.unaccept", "取消地点达标"),
    ("grid.bind", "归进网格"),
    ("grid.release", "移出网格"),
    ("grid.officer", "定网格员"),
    ("pair.visit", "登记结对走访"),
    ("contact.assign", "分派建会联系"),
    ("contact.report", "报建会联系的进展"),
    ("committee.leave", "登记委员离任"),
    ("founding.ask", "申请建会"),
    ("founding.found", "批复成立工会"),
    ("founding.group_add", "推选筹备组成员"),
    ("founding.group_lead", "定筹备组组长"),
    ("founding.group_leave", "登记筹备组成员离开"),
    ("election.open", "准备选举"),
    ("election.plan", "定选举方案"),
    ("election.candidate", "提名候选人"),
    ("election.candidate_removed", "撤下候选人"),
    ("election.result", "登记选举结果"),
    ("election.report", "上报选举结果"),
    ("election.drop", "放弃选举"),
    ("hardship.pay", "登记发放救助金"),
    ("hardship.review", "年度复核困难职工档案"),
    ("hardship.leave", "退出困难职工档案"),
    ("publicity.object", "对公示提异议"),
    ("publicity.answer", "答复公示异议"),
    ("consultation.undo", "撤销咨询登记"),
    ("case.visit", "登记走访"),
    ("case.second", "指定上级第二负责人"),
    ("case.erase", "到期删除诉求内容"),
    ("installation.setup", "建立平台"),
    ("export.fetch", "下载导出的名单"),
    ("card.photo_removed", "删除照片"),
];
const OBJECTS: &[(&str, &str)] = &[
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
    ("consultation", "咨询登记"),
    ("mediation", "调解"),
    ("matter", "集体诉求"),
    ("hardship", "困难职工档案"),
    ("aid", "帮扶"),
    ("publicity", "公示"),
    ("public_notice", "公示"),
    ("service", "服务事项"),
    ("founding", "建会"),
    ("election", "选举"),
    ("committee", "委员会"),
    ("grid", "网格"),
    ("pair", "结对"),
    ("contact", "建会联系"),
    ("duplicate", "重复登记"),
    ("export", "导出"),
    ("account", "账号"),
    ("correction", "更正申请"),
    ("way", "会籍办理"),
    ("installation", "平台"),
];
/// What the audit can be narrowed to, by the first word of its acts.
const NARROWING: [&str; 22] = [
    "member",
    "joining",
    "transfer",
    "keeping",
    "leaving",
    "roster",
    "union",
    "employer",
    "founding",
    "election",
    "case",
    "counselling",
    "hardship",
    "publicity",
    "code",
    "place",
    "card",
    "post",
    "setting",
    "account",
    "data",
    "installation",
];
const VERBS: &[(&str, &str)] = &[
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
    ("record", "登记"),
    ("publish", "发布"),
    ("merge", "合并"),
    ("fetch", "下载"),
    ("erase", "删除"),
    ("revoke_invitation", "收回邀请："),
    ("setup", "建立"),
];

fn known(list: &[(&str, &'static str)], key: &str) -> Option<&'static str> {
    list.iter().find(|(k, _)| *k == key).map(|(_, words)| *words)
}

/// An act as a phrase. A verb without words is something that is done with its thing (a step of a service may be called anything); a thing
/// without words is shown as it is written, not hidden.
pub fn phrase(act: &str) -> String {
    if let Some(whole) = known(WHOLE, act) {
        return whole.to_owned();
    }
    let (object, verb) = act.split_once('.').unwrap_or((act, ""));
    match known(OBJECTS, object) {
        Some(object) => format!("{}{object}", known(VERBS, verb).unwrap_or("办理")),
        None => act.to_owned(),
    }
}
/// The thing in words.
pub fn object(object: &str) -> &str {
    known(OBJECTS, object).unwrap_or(object)
}
/// Beginnings of acts that one can narrow by, and what they are called.
pub fn narrowing() -> impl Iterator<Item = (String, &'static str)> {
    NARROWING.iter().filter_map(|key| Some((format!("{key}."), known(OBJECTS, key)?)))
}

#[cfg(test)]
mod tests {
    use super::phrase;

    #[test]
    fn an_act_reads_as_a_phrase() {
        assert_eq!(phrase("joining.approve"), "通过入会申请");
        assert_eq!(phrase("member.read"), "查看会员信息");
        assert_eq!(phrase("case.firm-agrees"), "办理诉求");
        assert_eq!(phrase("later.something"), "later.something");
        assert_eq!(super::narrowing().count(), super::NARROWING.len(), "each has words");
    }
}
