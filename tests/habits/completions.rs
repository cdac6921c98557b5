//! Completions, in the shells themselves.

use std::path::Path;
use std::process::Command;

use crate::terminal::shown;
use crate::{is_there, printed};

/// The script for a shell, in a folder of its own.
fn script(shell: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("_multiaz");
    std::fs::write(&path, printed(&["completions", shell])).unwrap();
    let name = path.to_str().unwrap().to_owned();
    (folder, name)
}

/// What a script prints.
fn told(shell: &str, arguments: &[&str]) -> String {
    let output = Command::new(shell).args(arguments).output().unwrap();
    assert!(output.status.success(), "{shell}: {}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn there_is_a_script_for_every_shell() {
    for (shell, sign) in [
        ("bash", "complete -F _multiaz"),
        ("zsh", "#compdef multiaz"),
        ("fish", "complete -c multiaz"),
        ("powershell", "Register-ArgumentCompleter"),
        ("elvish", "edit:completion:arg-completer[multiaz]"),
    ] {
        let script = printed(&["completions", shell]);
        assert!(script.contains(sign), "{shell}");
        assert!(script.contains("failover") && script.contains("fail-on"), "{shell}");
        // The scripts for the other two complete no values.
        assert!(script.contains("single-replica") || ["powershell", "elvish"].contains(&shell), "{shell}");
    }
}

#[test]
fn every_command_of_the_help_is_completed() {
    let script = printed(&["completions", "bash"]);
    let help = printed(&["--help"]);
    let commands = help.split("Commands:").nth(1).unwrap().split("Options:").next().unwrap();
    let names = commands.lines().filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    let names: Vec<&str> = names.filter(|name| !name.is_empty()).collect();
    assert!(names.contains(&"man"));
    for name in names {
        assert!(script.contains(&format!("multiaz,{name})")), "{name}");
    }
}

#[test]
fn a_rule_of_ones_own_is_taken_though_it_is_not_completed() {
    let arguments = ["--rules", "fixtures/user-rules/good", "--select", "three-zones", "--fail-on", "never"];
    printed(&[&["check", "fixtures/cloudformation/sessions.yaml"], &arguments[..]].concat());
}

#[cfg(unix)]
#[test]
fn bash_completes_what_is_typed() {
    if !is_there("bash") {
        return;
    }
    let (folder, script) = script("bash");
    told("bash", &["-n", &script]);
    // The command itself writes down what it was called with.
    let called = folder.path().join("called");
    let typed = format!(
        "source '{script}'; multiaz() {{ printf '<%s>' \"$@\" >> '{}'; }}; bind 'set bell-style none'\n\
         multiaz chec\t--fail-on nev\t--select single-rep\tfixtures/cloudformation/sessi\t\n\
         multiaz rules no-stan\t\nmultiaz compl\tfi\t\nexit\n",
        called.display()
    );
    let shown = shown(&["bash", "--norc", "--noprofile", "-i"], &typed, &[("HISTFILE", "")]);
    let Some(shown) = shown else { return };
    let called = std::fs::read_to_string(&called).unwrap_or_default();
    assert_eq!(
        called,
        "<check><--fail-on><never><--select><single-replica><fixtures/cloudformation/sessions.yaml>\
         <rules><no-standby><completions><fish>",
        "{shown}"
    );
}

#[cfg(unix)]
#[test]
fn zsh_completes_what_is_typed() {
    if !is_there("zsh") {
        return;
    }
    let (folder, script) = script("zsh");
    told("zsh", &["-n", &script]);
    let called = folder.path().join("called");
    let typed = format!(
        "fpath=('{}' $fpath); autoload -U compinit; compinit -u -D; unsetopt beep; unset zle_bracketed_paste; \
         multiaz() {{ printf '<%s>' \"$@\" >> '{}' }}\n\
         multiaz chec\t--fail-on nev\t--select single-rep\t\nmultiaz rules no-stan\t\nexit\n",
        folder.path().display(),
        called.display()
    );
    let Some(shown) = shown(&["zsh", "-f", "-i"], &typed, &[]) else { return };
    let called = std::fs::read_to_string(&called).unwrap_or_default();
    assert_eq!(called, "<check><--fail-on><never><--select><single-replica><rules><no-standby>", "{shown}");
}

#[test]
fn fish_completes_what_is_typed() {
    if !is_there("fish") {
        return;
    }
    let (_folder, script) = script("fish");
    told("fish", &["--no-execute", &script]);
    let completed = |typed: &str| {
        let told = told("fish", &["--no-config", "-c", &format!("source '{script}'; complete -C '{typed}'")]);
        let words = told.lines().filter_map(|line| line.split('\t').next()).map(str::to_owned);
        words.collect::<Vec<_>>()
    };
    assert_eq!(completed("multiaz chec"), ["check"]);
    assert_eq!(completed("multiaz check --fail-on nev"), ["never"]);
    assert_eq!(completed("multiaz check --select single-rep"), ["single-replica"]);
}

#[test]
fn powershell_completes_what_is_typed() {
    if !is_there("pwsh") {
        return;
    }
    let (folder, script) = script("powershell");
    let loaded = folder.path().join("multiaz.ps1");
    std::fs::copy(Path::new(&script), &loaded).unwrap();
    let line = "multiaz check --fail";
    let ask = format!(
        ". '{}'; (TabExpansion2 '{line}' {}).CompletionMatches | ForEach-Object CompletionText",
        loaded.display(),
        line.len()
    );
    let told = told("pwsh", &["-NoProfile", "-Command", &ask]);
    assert_eq!(told.split_whitespace().collect::<Vec<_>>(), ["--fail-on", "--failover"]);
}
