//! What a device is called in the list of one's sessions: the words that the person will recognise.

use axum::http::{HeaderMap, header};

/// The first match wins: browsers inside apps carry the name of the engine too.
const BROWSERS: [(&str, &str); 13] = [
    ("wxwork", "企业微信"),
    ("MicroMessenger", "微信"),
    ("DingTalk", "钉钉"),
    ("AlipayClient", "支付宝"),
    ("QQBrowser", "QQ浏览器"),
    ("QQ/", "QQ"),
    ("HuaweiBrowser", "华为浏览器"),
    ("MiuiBrowser", "小米浏览器"),
    ("UCBrowser", "UC浏览器"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
];
const MACHINES: [(&str, &str); 9] = [
    ("iPad", "iPad"),
    ("iPhone", "苹果手机"),
    ("HarmonyOS", "鸿蒙手机"),
    ("OpenHarmony", "鸿蒙手机"),
    ("Android", "安卓手机"),
    ("Windows", "Windows电脑"),
    ("Macintosh", "苹果电脑"),
    ("CrOS", "Chrome电脑"),
    ("Linux", "Linux电脑"),
];

/// The name of the device that sent a request: 微信，安卓手机
pub fn device(headers: &HeaderMap) -> String {
    device_name(headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or(""))
}
fn device_name(user_agent: &str) -> String {
    let known = |names: &[(&str, &'static str)]| names.iter().find(|(sign, _)| user_agent.contains(sign)).map(|n| n.1);
    let machine = match known(&MACHINES) {
        // Tablets leave out the word Mobile.
        Some("安卓手机") if !user_agent.contains("Mobile") => Some("安卓平板"),
        found => found,
    };
    match (known(&BROWSERS), machine) {
        (Some(browser), Some(machine)) => format!("{browser}，{machine}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => "没有说明的设备".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_named_as_its_owner_would_name_it() {
        for (agent, name) in [
            (
                "Mozilla/5.0 (Linux; Android 14; V2309A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/126.0 Mobile Safari/537.36 XWEB/1260 MMWEBSDK/2024 MicroMessenger/8.0.50",
                "微信，安卓手机",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
                "Safari，苹果手机",
            ),
            (
                "Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0 Safari/537.36 ArkWeb/4.1 Mobile HuaweiBrowser/5.0",
                "华为浏览器，鸿蒙手机",
            ),
            (
                "Mozilla/5.0 (Linux; Android 13; SM-X200) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36",
                "Chrome，安卓平板",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36",
                "Chrome，Windows电脑",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36 Edg/126.0",
                "Edge，Windows电脑",
            ),
            ("curl/8.5", "没有说明的设备"),
            ("", "没有说明的设备"),
        ] {
            assert_eq!(device_name(agent), name, "{agent}");
        }
    }
}
