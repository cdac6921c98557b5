//! Charts as Mermaid itself reads them, where Node and Mermaid are there.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/markdown/mermaid.mjs");

/// Where `npm install mermaid jsdom` was run: `MERMAID_FOLDER`, or beside the build.
fn folder() -> String {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/target/node");
    std::env::var("MERMAID_FOLDER").unwrap_or_else(|_| beside.to_owned())
}

/// Holds that each chart is read without a fault, and shows the nodes, zones and arrows that its lines are.
pub(crate) fn hold(charts: &[(String, String)]) {
    assert!(charts.len() > 100, "{}", charts.len());
    for (text, chart) in charts {
        assert!(chart.lines().all(is_ours), "{text:?}: {chart}");
    }
    let folder = folder();
    if !Path::new(&folder).join("node_modules/mermaid").is_dir() {
        // Not captured, as what is printed would be: a test that is skipped is seen.
        let said = format!("skipped: no Mermaid in {folder} (npm install --prefix {folder} mermaid jsdom)\n");
        std::io::stderr().write_all(said.as_bytes()).unwrap();
        return;
    }
    let texts: Vec<&String> = charts.iter().map(|(_, chart)| chart).collect();
    for ((text, chart), seen) in charts.iter().zip(read(&folder, &texts)) {
        assert!(seen["error"].is_null(), "{text:?}: {seen}\n{chart}");
        let count = |part: &str| chart.lines().filter(|line| line.contains(part)).count();
        let nodes = seen["nodes"].as_array().unwrap();
        assert_eq!(nodes.len(), count("    n"), "{text:?}: {seen}");
        assert_eq!(seen["zones"].as_array().unwrap().len(), count("  subgraph z"), "{text:?}: {seen}");
        assert_eq!(seen["arrows"], count(" --> ") + count(" --- "), "{text:?}: {seen}");
        let plain = |node: &Value| {
            node["link"].is_null() && node["click"] == false && node["classes"] == Value::Array(Vec::new())
        };
        assert!(nodes.iter().all(plain), "{text:?}: {seen}");
        let shown: String = text.chars().filter(|letter| letter.is_alphanumeric()).take(10).collect();
        let titles: String =
            seen["zones"].to_string().chars().filter(|letter| letter.is_alphanumeric()).collect();
        assert!(titles.contains(&shown) || text.contains('\u{1b}'), "{text:?}: {titles}");
    }
}

/// Whether a line is one that a chart is made of, whatever the names in it.
fn is_ours(line: &str) -> bool {
    let rest = line.trim_start();
    let mut parts = rest.splitn(3, '"');
    let (start, label, end) = (parts.next().unwrap(), parts.next(), parts.next());
    let is_id =
        |id: &str| id.starts_with(['n', 'z']) && id[1..].bytes().all(|b| b.is_ascii_digit() || b == b'_');
    let is_label = |label: &str| {
        let plain = label.replace("<br/>", "");
        plain.chars().all(|letter| letter.is_alphanumeric() || " .-/#;,".contains(letter))
    };
    match (label, end) {
        (Some(label), Some(end)) => {
            let id = start.trim_start_matches("subgraph ").trim_end_matches(['[', '(']);
            is_id(id) && is_label(label) && ["]", ")", ")]"].contains(&end)
        }
        _ => {
            let arrow = rest.split([' ']).all(|word| is_id(word) || ["-->", "---"].contains(&word));
            rest == "flowchart LR" || rest == "end" || arrow
        }
    }
}

fn read(folder: &str, charts: &[&String]) -> Vec<Value> {
    let mut node = Command::new("node")
        .args([SCRIPT, folder])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node is there where its modules are");
    let mut stdin = node.stdin.take().unwrap();
    stdin.write_all(serde_json::to_string(charts).unwrap().as_bytes()).unwrap();
    drop(stdin);
    let output = node.wait_with_output().unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}
