//! How the action installs multiaz: a release with its checksum, else from source. The releases are made as
//! `release.yml` makes them, and served on loopback.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use super::release::{self, targets};
use super::runner::{Runner, Step, project, write_program};
use super::script::GOOD;
use super::server::Server;

/// The tag that the checkout has.
const TAG: &str = concat!("v", env!("CARGO_PKG_VERSION"));
/// Where the action comes from.
const REPOSITORY: &str = "octo-org/multiaz";

pub(crate) type Answers = BTreeMap<String, (u16, Vec<u8>)>;

/// A release in memory: archives of a small program, made by the release's own script, and their checksums.
pub(crate) struct Release {
    files: BTreeMap<String, Vec<u8>>,
}

impl Release {
    /// One for all tests, with a program that says it is released, and is the tested one in all else.
    pub(crate) fn of_our_own() -> &'static Self {
        static MADE: OnceLock<Release> = OnceLock::new();
        MADE.get_or_init(Self::make)
    }

    fn make() -> Self {
        let program = format!(
            "case $1 in --version) echo 'multiaz {} of the release' ;; completions | man) echo \"$*\" ;; *) exec '{}' \"$@\" ;; esac",
            env!("CARGO_PKG_VERSION"),
            env!("CARGO_BIN_EXE_multiaz"),
        );
        Self::of(&program)
    }

    fn of(program: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("built");
        write_program(&path, program);
        let dist = folder.path().join("dist");
        for target in targets() {
            release::run(&project(""), &["archive", &target, path.to_str().unwrap(), dist.to_str().unwrap()]);
        }
        release::run(&project(""), &["checksums", dist.to_str().unwrap()]);
        let read =
            |entry: fs::DirEntry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap());
        Self { files: fs::read_dir(&dist).unwrap().map(|entry| read(entry.unwrap())).collect() }
    }

    /// Answers for all files, below this address.
    pub(crate) fn at(&self, address: &str) -> Answers {
        let answer = |(name, body): (&String, &Vec<u8>)| (format!("{address}/{name}"), (200, body.clone()));
        self.files.iter().map(answer).collect()
    }
}

/// Where the files of a tag are.
pub(crate) fn folder_of(tag: &str) -> String {
    format!("/{REPOSITORY}/releases/download/{tag}")
}

/// A runner that takes the action from the repository by its tag, and releases from this server.
fn runner(server: &Server) -> Runner {
    let mut runner = Runner::with(&[("cache.yaml", GOOD)]);
    runner.source = (REPOSITORY.into(), TAG.into());
    runner.variables.insert("GITHUB_SERVER_URL".into(), server.url.clone());
    runner
}

/// The archive for the machine that the tests run on.
fn archive() -> String {
    let system = if cfg!(target_os = "macos") { "apple-darwin" } else { "unknown-linux-gnu" };
    format!("multiaz-{}-{system}.tar.gz", std::env::consts::ARCH)
}

/// The step ends with 2 and one error that says this, and nothing was installed.
fn assert_refused(runner: &Runner, step: &Step, said: &str) {
    let errors: Vec<String> = step.annotations("error").into_iter().map(|error| error.data).collect();
    assert_eq!((step.code, step.output("exit-code"), errors.len()), (2, "2", 1), "{}", step.log);
    assert!(errors[0].contains(said), "{errors:?}");
    assert!(!runner.temp().join("multiaz/bin/multiaz").exists());
    assert_eq!(runner.builds(), [""; 0]);
}

/// The step built the action's checkout, and said why.
fn assert_built(runner: &Runner, step: &Step, why: &str) {
    assert_eq!(step.code, 0, "{}", step.log);
    let notices = step.annotations("notice");
    assert!(
        notices.iter().any(|notice| notice.data.contains("is built") && notice.data.contains(why)),
        "{}",
        step.log
    );
    let builds = runner.builds();
    assert_eq!(builds[1..4], ["build", "--release", "--locked"].map(str::to_owned), "{builds:?}");
    assert_eq!(Path::new(&builds[0]).canonicalize().unwrap(), project("").canonicalize().unwrap());
    assert!(!builds.contains(&"live".into()));
}

#[test]
fn a_release_with_its_checksum_is_installed() {
    let server = Server::start(Release::of_our_own().at(&folder_of(TAG)));
    let mut runner = runner(&server);
    // Whatever tokens the job has, none is sent.
    runner.variables.extend(["GITHUB_TOKEN", "GH_TOKEN"].map(|name| (name.into(), "secret-token".into())));
    let step = runner.uses(&[]);
    assert_eq!(step.code, 0, "{}", step.log);
    assert!(step.log.contains(" of the release\n"), "{}", step.log);
    assert_eq!(runner.builds(), [""; 0]);
    let folder = folder_of(TAG);
    assert_eq!(server.asked(), [format!("{folder}/SHA256SUMS"), format!("{folder}/{}", archive())]);
    let sent = server.requests().join("\n").to_lowercase();
    assert!(!sent.contains("authorization") && !sent.contains("secret"), "{sent}");
}

#[test]
fn the_release_is_that_of_the_version_asked_for() {
    for (reference, version, tag) in [
        ("main", "9.8.7", "v9.8.7"),
        (TAG, "v9.8.7-rc.1", "v9.8.7-rc.1"),
        // A moving tag and a commit are what their version says.
        ("v0", "", TAG),
        ("0123456789abcdef0123456789abcdef01234567", "", TAG),
    ] {
        let server = Server::start(Release::of_our_own().at(&folder_of(tag)));
        let mut runner = runner(&server);
        runner.source.1 = reference.into();
        let step = runner.uses(&[("version", version)]);
        assert!(step.log.contains(" of the release\n"), "{reference} {version}: {}", step.log);
    }
}

#[test]
fn the_latest_release_needs_no_version() {
    let server = Server::start(Release::of_our_own().at(&format!("/{REPOSITORY}/releases/latest/download")));
    let step = runner(&server).uses(&[("version", "latest")]);
    assert!(step.log.contains(" of the release\n"), "{}", step.log);
}

#[test]
fn a_branch_and_source_build_the_checkout_and_ask_for_nothing() {
    let server = Server::start(Answers::new());
    for (reference, version) in [("main", ""), (TAG, "source"), ("v1-maintenance", "")] {
        let mut runner = runner(&server);
        runner.source.1 = reference.into();
        let step = runner.uses(&[("version", version)]);
        assert_eq!((step.code, runner.builds().is_empty()), (0, false), "{}", step.log);
    }
    assert_eq!(server.asked(), [""; 0]);
}

#[test]
fn a_wrong_checksum_stops() {
    let mut answers = Release::of_our_own().at(&folder_of(TAG));
    let (_, body) = answers.get_mut(&format!("{}/{}", folder_of(TAG), archive())).unwrap();
    body.push(0);
    let server = Server::start(answers);
    let mut runner = runner(&server);
    let step = runner.uses(&[]);
    assert_refused(&runner, &step, "and SHA256SUMS says");
    assert!(!step.log.contains("of the release"), "{}", step.log);
}

#[test]
fn without_a_release_the_checkout_is_built() {
    let server = Server::start(Answers::new());
    for version in ["", env!("CARGO_PKG_VERSION"), "latest"] {
        let mut runner = runner(&server);
        let step = runner.uses(&[("version", version)]);
        assert_built(&runner, &step, "there is no release at");
    }
}

#[test]
fn another_version_is_never_built_in_place_of_the_one_asked_for() {
    let server = Server::start(Answers::new());
    let mut runner = runner(&server);
    let step = runner.uses(&[("version", "9.8.7")]);
    assert_refused(&runner, &step, "there is no release at");
}

#[test]
fn a_machine_that_releases_do_not_serve_builds() {
    let server = Server::start(Release::of_our_own().at(&folder_of(TAG)));
    let mut runner = runner(&server);
    runner.variables.insert("RUNNER_ARCH".into(), "ARM".into());
    let step = runner.uses(&[]);
    assert_built(&runner, &step, "has no program for");
}

#[test]
fn a_program_that_does_not_run_here_is_built() {
    let release = Release::of("case $1 in --version) exit 127 ;; *) echo page ;; esac");
    let server = Server::start(release.at(&folder_of(TAG)));
    let mut runner = runner(&server);
    let step = runner.uses(&[]);
    assert_built(&runner, &step, "does not run on this machine");
}

#[test]
fn what_a_server_says_instead_of_a_release_is_refused() {
    let at = |name: &str| format!("{}/{name}", folder_of(TAG));
    let whole = Release::of_our_own().at(&folder_of(TAG));
    let mut without_archive = whole.clone();
    without_archive.remove(&at(&archive()));
    let sums = |text: &str| Answers::from([(at("SHA256SUMS"), (200, text.as_bytes().to_vec()))]);
    let garbage = b"no archive".to_vec();
    let mut broken = sums(&format!("{}  {}\n", sha256(&garbage), archive()));
    broken.insert(at(&archive()), (200, garbage));
    for (answers, said) in [
        (sums("<html>Sign in</html>"), "SHA256SUMS holds no checksums"),
        (Answers::from([(at("SHA256SUMS"), (403, Vec::new()))]), "the server answers 403"),
        (without_archive, "is missing, though SHA256SUMS names it"),
        (broken, "can't be unpacked"),
    ] {
        let server = Server::start(answers);
        let mut runner = runner(&server);
        let step = runner.uses(&[]);
        assert_refused(&runner, &step, said);
    }
}

fn sha256(bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("file"), bytes).unwrap();
    let sums = release::run(&project(""), &["checksums", folder.path().to_str().unwrap()]);
    assert_eq!(sums, "");
    fs::read_to_string(folder.path().join("SHA256SUMS")).unwrap()[..64].to_owned()
}

#[test]
fn a_server_that_can_not_be_reached_is_an_error() {
    let server = Server::start(Answers::new());
    let mut runner = runner(&server);
    runner.variables.insert("GITHUB_SERVER_URL".into(), "http://127.0.0.1:1".into());
    let step = runner.uses(&[]);
    assert_refused(&runner, &step, "can't be fetched");
}

#[test]
fn a_mirror_can_be_named() {
    let server = Server::start(Release::of_our_own().at(&format!("/mirror/download/{TAG}")));
    let mut runner = runner(&server);
    runner.variables.insert("GITHUB_SERVER_URL".into(), "http://127.0.0.1:1".into());
    runner.variables.insert("MULTIAZ_RELEASES".into(), format!("{}/mirror", server.url));
    let step = runner.uses(&[]);
    assert!(step.log.contains(" of the release\n"), "{}", step.log);
}

#[test]
fn the_repository_is_known_from_the_place_of_the_action() {
    let server = Server::start(Release::of_our_own().at(&folder_of(TAG)));
    let mut runner = runner(&server);
    runner.source.0.clear();
    let place = runner.temp().join("_actions").join(REPOSITORY);
    fs::create_dir_all(&place).unwrap();
    runner.action = place.join(TAG);
    symlink(project(""), &runner.action).unwrap();
    let step = runner.uses(&[]);
    assert!(step.log.contains(" of the release\n"), "{}", step.log);
}

/// Windows as far as it can be had here: its archive, and `cygpath`.
#[test]
fn on_windows_the_archive_is_a_zip() {
    let server = Server::start(Release::of_our_own().at(&folder_of(TAG)));
    let mut runner = runner(&server);
    write_program(&runner.tool("cygpath"), r#"[ "$1" = -m ] && printf '%s\n' "$2""#);
    let windows = [("RUNNER_OS", "Windows"), ("RUNNER_ARCH", "X64")];
    runner.variables.extend(windows.map(|(name, value)| (name.into(), value.into())));
    let step = runner.uses(&[]);
    // Python's zip files know no modes; on Windows programs need none.
    let installed = runner.temp().join("multiaz/multiaz-x86_64-pc-windows-msvc");
    assert!(server.asked()[1].ends_with("/multiaz-x86_64-pc-windows-msvc.zip"), "{:?}", server.asked());
    assert!(installed.join("LICENSE-MIT").exists(), "{}", step.log);
}

#[test]
fn the_action_asks_for_the_archives_that_a_release_has() {
    let release = Release::of_our_own();
    let mut asked = Vec::new();
    for (system, machine) in
        [("Linux", "X64"), ("Linux", "ARM64"), ("macOS", "X64"), ("macOS", "ARM64"), ("Windows", "X64")]
    {
        let answers = release.at(&folder_of(TAG));
        let server = Server::start(answers);
        let mut runner = runner(&server);
        write_program(&runner.tool("cygpath"), r#"printf '%s\n' "$2""#);
        runner
            .variables
            .extend([("RUNNER_OS".into(), system.into()), ("RUNNER_ARCH".into(), machine.into())]);
        runner.uses(&[]);
        asked.extend(server.asked().last().and_then(|address| Some(address.rsplit_once('/')?.1.to_owned())));
    }
    asked.sort();
    let archives: Vec<&String> = release.files.keys().filter(|name| *name != "SHA256SUMS").collect();
    assert_eq!(asked.iter().collect::<Vec<_>>(), archives);
}

#[test]
fn the_archive_of_the_real_program_has_all_that_people_look_for() {
    let folder = tempfile::tempdir().unwrap();
    let dist = folder.path().to_str().unwrap();
    let target = "x86_64-unknown-linux-gnu";
    release::run(&project(""), &["archive", target, env!("CARGO_BIN_EXE_multiaz"), dist]);
    let archive = format!("multiaz-{target}.tar.gz");
    let unpacked = Command::new("tar").args(["-xzf", &archive]).current_dir(folder.path()).status().unwrap();
    assert!(unpacked.success());
    let inside = folder.path().join(format!("multiaz-{target}"));
    for name in [
        "multiaz",
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "README.md",
        "CHANGELOG.md",
        "multiaz.1",
        "completions/multiaz.bash",
        "completions/_multiaz",
        "completions/multiaz.fish",
        "completions/_multiaz.ps1",
    ] {
        let text = fs::read(inside.join(name)).unwrap();
        assert!(text.windows(7).any(|window| window == b"multiaz") || name.starts_with("LICENSE"), "{name}");
    }
}
