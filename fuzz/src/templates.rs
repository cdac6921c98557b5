//! CloudFormation templates, as YAML and as JSON.

use multiaz::load::Options;
use multiaz::source::Input;

use super::run::check;

/// A text as a template; what begins with `{` is read as JSON.
pub fn templates(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    check(vec![Input { name: "template.yaml".into(), text: text.to_owned() }], &Options::default());
}
