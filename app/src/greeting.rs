//! What the start prints: where to go, how to sign in, what a phone will not do.
use crate::{
    Stop, demo,
    serve::{Addresses, Serve},
};
use platform::App;
use qrcode::{QrCode, render::unicode::Dense1x2};

pub struct Greeting<'a> {
    pub app: &'a App,
    pub serve: &'a Serve,
    pub addresses: &'a Addresses,
}
impl Greeting<'_> {
    pub async fn print(&self) -> Result<(), Stop> {
        let root = self.app.root().await?;
        let mut lines = Vec::new();
        lines.push(match &root {
            Some(org) => format!("职工之家已经启动：{}", org.name),
            None => "职工之家已经启动。还没有最上级工会，请先运行unionhall setup（见unionhall setup --help）".into(),
        });
        let front = self.addresses.public.as_deref().unwrap_or(&self.addresses.local);
        lines.push(line("会员端", &format!("{}/", self.addresses.local)));
        lines.push(line("工作台", &format!("{}/console", self.addresses.local)));
        if front != self.addresses.local && self.addresses.public != self.addresses.lan {
            lines.push(line("对外地址", front));
        }
        lines.extend(self.demo_lines());
        lines.extend(self.phone_lines());
        lines.push("按Ctrl-C停止".into());
        println!("\n{}\n", lines.join("\n"));
        Ok(())
    }

    fn demo_lines(&self) -> Vec<String> {
        if !self.serve.demo {
            return Vec::new();
        }
        let mut lines = demo::sign_in_lines();
        lines.push(line("短信和验证码", &format!("{}/dev/outbox（只在演示时有，不会真的发出）", self.addresses.local)));
        lines
    }

    fn phone_lines(&self) -> Vec<String> {
        if !self.serve.lan {
            return Vec::new();
        }
        let Some(lan) = &self.addresses.lan else {
            return vec!["没有找到局域网地址：请查看本机的网络连接".into()];
        };
        let mut lines = vec![line("手机打开", lan)];
        if let Ok(code) = QrCode::new(lan) {
            // Dark on light whatever the terminal's colours are.
            let drawn = code.render::<Dense1x2>().dark_color(Dense1x2::Light).light_color(Dense1x2::Dark).build();
            lines.push(drawn);
        }
        lines.push(if self.serve.tls {
            "证书是本机自己做的，手机第一次打开时会提示不受信任，选“继续访问”即可".into()
        } else {
            "这是http地址：手机浏览器不能用摄像头扫码，不能离线打开，也不能装到桌面。需要时加--tls".into()
        });
        lines
    }
}

/// A label, padded to one width, and what belongs to it. Chinese characters are two columns wide.
pub fn line(label: &str, text: &str) -> String {
    let width: usize = label.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    format!("  {label}{}{text}", " ".repeat(14usize.saturating_sub(width)))
}
