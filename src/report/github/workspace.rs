//! Paths as GitHub knows files: from the root of the checkout, with `/`.

/// Where a run happens, and where the checkout lies.
#[derive(Debug, Clone, Default)]
pub struct Workspace {
    /// The checkout's root by its names, absolute; none outside of GitHub Actions.
    pub roots: Vec<String>,
    /// The folder that names of files start from, absolute.
    pub folder: Option<String>,
}

impl Workspace {
    /// A file's path from the root of the checkout; none where it lies outside.
    ///
    /// Without a checkout it is the path as it was given, tidied.
    pub(super) fn path(&self, name: &str) -> Option<String> {
        let absolute = is_absolute(name);
        let (Some(folder), false) = (&self.folder, self.roots.is_empty()) else {
            let path = tidied(parts(name))?.join("/");
            let root = if name.starts_with('/') { "/" } else { "" };
            return some(format!("{root}{path}"));
        };
        let before = if absolute { "" } else { folder.as_str() };
        let path = tidied(parts(before).chain(parts(name)))?;
        let below = |root: &String| {
            let root = tidied(parts(root))?;
            let inside =
                path.len() > root.len() && path.iter().zip(&root).all(|(one, other)| alike(one, other));
            inside.then(|| path.iter().skip(root.len()).copied().collect::<Vec<_>>().join("/"))
        };
        self.roots.iter().find_map(below)
    }
}

/// The parts of a path. Names of files have `/` on every system; those of folders come as the system has them, and
/// elsewhere than on Windows a backslash is a letter.
fn parts(path: &str) -> impl Iterator<Item = &str> {
    let separators: &[char] = if has_drive(path) { &['/', '\\'] } else { &['/'] };
    path.split(separators)
}

fn is_absolute(name: &str) -> bool {
    name.starts_with('/') || has_drive(name)
}

fn has_drive(path: &str) -> bool {
    drive(path.split(['/', '\\']).next().unwrap_or_default())
}

/// Whether this is the `D:` of Windows.
fn drive(part: &str) -> bool {
    matches!(part.as_bytes(), [letter, b':'] if letter.is_ascii_alphabetic())
}

/// Drives have no case.
fn alike(one: &str, other: &str) -> bool {
    one == other || (drive(one) && one.eq_ignore_ascii_case(other))
}

/// The parts of a path without `.` and `..`; none where it leads out of what is known.
fn tidied<'a>(parts: impl Iterator<Item = &'a str>) -> Option<Vec<&'a str>> {
    let mut tidy = Vec::new();
    for part in parts {
        match part {
            "" | "." => {}
            ".." => drop(tidy.pop()?),
            other => tidy.push(other),
        }
    }
    Some(tidy)
}

fn some(path: String) -> Option<String> {
    (!path.is_empty()).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn workspace(root: &str, folder: &str) -> Workspace {
        Workspace { roots: vec![root.to_owned()], folder: Some(folder.to_owned()) }
    }

    #[test]
    fn paths_start_at_the_root_of_the_checkout() {
        let at_root = workspace("/disk/shop/shop", "/disk/shop/shop");
        assert_eq!(at_root.path("./infra/main.tf").as_deref(), Some("infra/main.tf"));
        assert_eq!(at_root.path("/disk/shop/shop/a/b.yaml").as_deref(), Some("a/b.yaml"));
        let below = workspace("/disk/shop/shop/", "/disk/shop/shop/infra");
        assert_eq!(below.path("main.tf").as_deref(), Some("infra/main.tf"));
        assert_eq!(below.path("../cache/main.tf").as_deref(), Some("cache/main.tf"));
    }

    #[test]
    fn what_lies_outside_has_no_path() {
        let below = workspace("/disk/shop", "/disk/shop/infra");
        for outside in
            ["../../other/main.tf", "/elsewhere/plan.json", "/disk/shopping/main.tf", "/disk/shop", "/../.."]
        {
            assert_eq!(below.path(outside), None, "{outside}");
        }
        assert_eq!(workspace("/disk/shop", "/elsewhere").path("plan.json"), None);
    }

    #[test]
    fn windows_has_drives_and_backslashes() {
        let windows = workspace("D:\\a\\shop\\shop", "d:\\a\\shop\\shop\\infra");
        assert_eq!(windows.path("main.tf").as_deref(), Some("infra/main.tf"));
        assert_eq!(windows.path("D:/a/shop/shop/x/main.tf").as_deref(), Some("x/main.tf"));
        assert_eq!(windows.path("C:/a/shop/shop/x/main.tf"), None);
    }

    #[test]
    fn without_a_checkout_paths_are_as_they_were_given() {
        let nowhere = Workspace::default();
        assert_eq!(nowhere.path("./a/./main.tf").as_deref(), Some("a/main.tf"));
        assert_eq!(nowhere.path("/elsewhere/plan.json").as_deref(), Some("/elsewhere/plan.json"));
        assert_eq!(nowhere.path("../plan.json"), None);
        assert_eq!(nowhere.path("."), None);
        assert_eq!(nowhere.path("odd\\name.tf").as_deref(), Some("odd\\name.tf"));
    }
}
