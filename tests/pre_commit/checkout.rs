//! Scratch repositories: one of this checkout as it would be published, one of somebody who uses the hooks.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A group of three nodes; the zones and flags make it good or bad.
const TEMPLATE: &str = "\
Resources:
  Cache:
    Type: AWS::ElastiCache::ReplicationGroup
    Properties:
      ReplicationGroupDescription: carts
      Engine: valkey
      EngineVersion: \"8.0\"
      CacheNodeType: cache.r7g.large
      NumCacheClusters: 3
      AutomaticFailoverEnabled: true
      MultiAZEnabled: true
      PreferredCacheClusterAZs: [ZONES]
      SnapshotRetentionLimit: 7
";

/// A module that survives a zone only where its caller says so.
const MODULE: &str = "\
resource \"aws_elasticache_replication_group\" \"this\" {
  replication_group_id        = \"orders\"
  description                 = \"orders\"
  engine                      = \"valkey\"
  engine_version              = \"8.0\"
  node_type                   = \"cache.r7g.large\"
  num_cache_clusters          = 3
  preferred_cache_cluster_azs = [\"eu-west-1a\", \"eu-west-1b\", \"eu-west-1c\"]
  automatic_failover_enabled  = true
  multi_az_enabled            = var.multi_az
  snapshot_retention_limit    = 7
}
";
const VARIABLES: &str = "variable \"multi_az\" {\n  default = false\n}\n";
const OUTPUTS: &str = "output \"id\" {\n  value = aws_elasticache_replication_group.this.id\n}\n";
const CALLER: &str =
    "module \"cache\" {\n  source   = \"../../modules/cache\"\n  multi_az = var.multi_az\n}\n";

/// A repository of somebody who uses the hooks.
pub(crate) struct User {
    pub(crate) folder: TempDir,
}

impl User {
    /// A good and a bad template, a module with a caller that makes it good, a root module that is bad through its
    /// variable file, a Helm chart, and files of other kinds.
    pub(crate) fn new() -> Self {
        let user = Self { folder: TempDir::new().unwrap() };
        git(user.path(), &["init", "--quiet"]);
        user.add("templates/good.yaml", &TEMPLATE.replace("ZONES", "eu-west-1a, eu-west-1b, eu-west-1c"));
        user.add("templates/bad.yaml", &TEMPLATE.replace("ZONES", "eu-west-1a, eu-west-1a, eu-west-1a"));
        for folder in ["modules/cache", "legacy"] {
            user.add(&format!("{folder}/main.tf"), MODULE);
            user.add(&format!("{folder}/variables.tf"), VARIABLES);
            user.add(&format!("{folder}/outputs.tf"), OUTPUTS);
        }
        user.add("legacy/terraform.tfvars", "multi_az = false\n");
        user.add("envs/prod/main.tf", CALLER);
        user.add("envs/prod/variables.tf", "variable \"multi_az\" {}\n");
        user.add("envs/prod/prod.tfvars", "multi_az = true\n");
        user.add("charts/web/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0\n");
        user.add("charts/web/values.yaml", "replicas: 3\nengine: redis\n");
        user.add(
            "charts/web/templates/web.yaml",
            "{{- if .Values.on }}\nkind: {{ .Values.kind }}\n{{- end }}\n",
        );
        user.add("package.json", "{\"name\": \"web\"}\n");
        user.add("README.md", "# Web\n");
        user
    }

    /// The same without what is bad: the template's zones differ, the variable file turns Multi-AZ on.
    pub(crate) fn mend(&self) {
        let good = fs::read_to_string(self.path().join("templates/good.yaml")).unwrap();
        self.add("templates/bad.yaml", &good);
        self.add("legacy/terraform.tfvars", "multi_az = true\n");
    }

    /// Writes a file and stages it.
    pub(crate) fn add(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        git(self.path(), &["add", name]);
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// A repository of this checkout's files, whatever state it is in, committed and tagged with its version.
pub(crate) fn published() -> TempDir {
    let copy = TempDir::new().unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut walk = ignore::WalkBuilder::new(root);
    walk.hidden(false).require_git(false).filter_entry(|entry| entry.file_name() != ".git");
    for entry in walk.build().map(Result::unwrap).filter(|entry| entry.path().is_file()) {
        let to = copy.path().join(entry.path().strip_prefix(root).unwrap());
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(entry.path(), to).unwrap();
    }
    git(copy.path(), &["init", "--quiet"]);
    git(copy.path(), &["add", "--all"]);
    git(copy.path(), &["commit", "--quiet", "--message", "Release"]);
    git(copy.path(), &["tag", concat!("v", env!("CARGO_PKG_VERSION"))]);
    copy
}

/// Runs git in a folder, free of what the machine's settings say.
fn git(folder: &Path, arguments: &[&str]) {
    let output = plain("git").current_dir(folder).args(arguments).output().unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A program without this process's git and multiaz surroundings: tests may themselves run in a hook.
pub(crate) fn plain(program: &str) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if ["GIT_", "PRE_COMMIT", "TF_", "MULTIAZ_"].iter().any(|start| text.starts_with(start)) {
            command.env_remove(&name);
        }
    }
    let missing = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("no-git-settings");
    command.env("GIT_CONFIG_GLOBAL", missing).env("GIT_CONFIG_NOSYSTEM", "1");
    for who in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{who}_NAME"), "test").env(format!("GIT_{who}_EMAIL"), "test@example.com");
    }
    command
}

/// Everything a program said.
pub(crate) fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}
