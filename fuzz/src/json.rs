//! JSON inputs: plans, states, answers of the AWS CLI, saved audits.

use multiaz::load::Options;
use multiaz::source::Input;

use super::run::check;

/// What stands between two inputs of one run: answers are joined.
const NEXT: &str = "\n----\n";

/// Texts as files that are checked together.
pub fn json(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let inputs = text.split(NEXT).take(4).enumerate();
    let inputs = inputs.map(|(at, text)| Input { name: format!("{at}.json"), text: text.to_owned() });
    check(inputs.collect(), &Options::default());
}
