//! Why there are no credentials: what the SDK says in a chain of errors, as one of a few cases.

use std::error::Error;

use aws_credential_types::provider::error::CredentialsError;

use super::fault::{in_command, login};

/// What is the matter with the credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lack {
    /// Nothing names any.
    None,
    /// The profile is not in the configuration.
    Profile,
    /// The profile is there and says nothing of credentials.
    Empty,
    /// The session of the identity centre is over, or never began.
    Session,
    /// The program of `credential_process` failed.
    Process,
    /// The profile asks for a way that this build does not know.
    Unsupported,
    /// They did not come in time.
    Slow,
    /// The configuration contradicts itself, or can't be read.
    Configuration,
    /// Whoever should give them failed.
    Provider,
}

/// Why a call had no credentials, if that is why it failed.
pub(super) fn lack(error: &(dyn Error + 'static)) -> Option<Lack> {
    let chain = chain(error);
    let credentials = chain.iter().find_map(|error| error.downcast_ref::<CredentialsError>())?;
    let said = chain.iter().map(|error| error.to_string().to_lowercase()).collect::<Vec<_>>().join("\n");
    Some(by_words(&said).unwrap_or(match credentials {
        CredentialsError::CredentialsNotLoaded(_) => Lack::None,
        CredentialsError::ProviderTimedOut(_) => Lack::Slow,
        CredentialsError::InvalidConfiguration(_) => Lack::Configuration,
        _ => Lack::Provider,
    }))
}

/// An error and all that it comes from.
pub(super) fn chain<'a>(error: &'a (dyn Error + 'static)) -> Vec<&'a (dyn Error + 'static)> {
    let mut chain = Vec::new();
    let mut next = Some(error);
    while let Some(error) = next {
        chain.push(error);
        next = error.source();
    }
    chain
}

/// The SDK tells these cases apart in words only.
fn by_words(said: &str) -> Option<Lack> {
    let cases = [
        ("external process", Lack::Process),
        ("cargo feature", Lack::Unsupported),
        ("could not parse", Lack::Configuration),
        ("could not read file", Lack::Configuration),
        ("sso-session", Lack::Configuration),
        ("invalid sso config", Lack::Configuration),
        ("sso token", Lack::Session),
        ("unauthorizedexception", Lack::Session),
        ("was not defined", Lack::Profile),
        ("did not contain credential", Lack::Empty),
    ];
    cases.iter().find(|(words, _)| said.contains(words)).map(|(_, lack)| *lack)
}

impl Lack {
    /// What is the matter, in a sentence without its full stop.
    pub(super) fn sentence(self) -> String {
        match self {
            Self::None => "no credentials were found",
            Self::Profile => "the profile is not in the AWS configuration",
            Self::Empty => "the profile names no credentials",
            Self::Session => "the session of IAM Identity Center (SSO) has expired or was never begun",
            Self::Process => "the profile's credential_process gave no credentials",
            Self::Unsupported => "the profile asks for credentials in a way that is not known here",
            Self::Slow => "the credentials did not come in time",
            Self::Configuration => "the AWS configuration can't be used",
            Self::Provider => "the credentials could not be loaded",
        }
        .to_owned()
    }

    /// What to do about it.
    pub(super) fn remedy(self, profile: Option<&str>) -> String {
        let named = profile.map_or("default", in_command);
        match self {
            Self::None => format!("name a profile, or {}", login(profile)),
            Self::Profile => "`aws configure list-profiles` lists those there are".to_owned(),
            Self::Empty => format!("`aws configure --profile {named}` writes some"),
            Self::Session => login(profile),
            Self::Process => format!(
                "run the command that `aws configure get credential_process --profile {named}` prints, and see what it says"
            ),
            Self::Unsupported => format!(
                "`aws configure export-credentials --profile {named} --format env` gives credentials to set in the environment"
            ),
            Self::Slow => "check the network, or allow more time".to_owned(),
            Self::Configuration => {
                format!("`aws sts get-caller-identity --profile {named}` says what is wrong")
            }
            Self::Provider => {
                format!("`aws sts get-caller-identity --profile {named}` says more; {}", login(profile))
            }
        }
    }
}
