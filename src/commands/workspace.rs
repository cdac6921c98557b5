//! Where a run happens, for formats whose paths start at the root of the checkout.

use std::path::{Path, PathBuf};

use crate::report::{Base, Workspace};

/// The working folder, and the checkout that GitHub Actions names in the environment.
pub(super) fn workspace() -> Workspace {
    let root = std::env::var_os("GITHUB_WORKSPACE").filter(|root| !root.is_empty()).map(PathBuf::from);
    // The working folder may be known by another name than the checkout it lies in: one of them is a link.
    let roots = root.iter().flat_map(|root| [Some(root.clone()), root.canonicalize().ok()]).flatten();
    Workspace {
        roots: roots.map(|root| name(&root)).collect(),
        folder: std::env::current_dir().ok().map(|folder| name(&folder)),
    }
}

/// The repository around the working folder, or else that folder: code scanning takes relative paths from the
/// repository's root, also where multiaz runs in a folder of it.
pub(super) fn repository() -> Base {
    let Ok(here) = std::env::current_dir() else { return Base::default() };
    let root = here.ancestors().find(|folder| folder.join(".git").exists()).unwrap_or(&here);
    Base::new(&here, root, cfg!(windows))
}

/// A path as people write it: Windows has a longer form.
fn name(path: &Path) -> String {
    let name = path.display().to_string();
    name.strip_prefix(r"\\?\").map(str::to_owned).unwrap_or(name)
}
