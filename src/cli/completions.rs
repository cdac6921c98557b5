//! Arguments of `completions`.

use clap::Args;
use clap_complete::Shell;

/// Arguments of `completions`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples, each for one shell:
  multiaz completions bash > ~/.local/share/bash-completion/completions/multiaz
  multiaz completions zsh > \"${fpath[1]}/_multiaz\"
  multiaz completions fish > ~/.config/fish/completions/multiaz.fish
  multiaz completions powershell >> $PROFILE
  multiaz completions elvish >> ~/.config/elvish/rc.elv")]
pub struct CompletionsArgs {
    /// The shell.
    #[arg(value_enum)]
    pub shell: Shell,
}
