#!/usr/bin/env bash
# What a release is made of, for .github/workflows/release.yml. Runs in the root of the checkout.
#
#   release.sh version TAG                     the tag is the version of crate and wheel, and the changelog tells of it
#   release.sh notes TAG                       that part of the changelog
#   release.sh build TARGET                    program and wheel of a target
#   release.sh archive TARGET PROGRAM FOLDER   the archive that people and the action download
#   release.sh checksums FOLDER                SHA256SUMS of all that is in the folder
#   release.sh publish TAG FOLDER              the release, with all that is in the folder
set -euo pipefail

python() { if command -v python3 >/dev/null; then command python3 "$@"; else command python "$@"; fi; }

fail() {
  echo "error: $1" >&2
  exit 1
}

version() {
  local version
  version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | sed -n 1p)
  if [[ $1 != "v$version" ]]; then fail "the tag is $1, and Cargo.toml says $version"; fi
  # The wheel takes its version from Cargo.toml; a second one could differ.
  if ! grep -q '^dynamic = .*"version"' pyproject.toml; then fail 'pyproject.toml has a version of its own'; fi
  if [[ -z $(notes "$1") ]]; then fail "CHANGELOG.md has no part '## $version'"; fi
}

notes() {
  awk -v version="${1#v}" '/^## / { told = $2 == version; next } told' CHANGELOG.md
}

# Linux programs want no newer C library than that of 2012, which zig's linker sees to.
build() {
  local programs=target/maturin/bin options=()
  python -m venv target/maturin
  if [[ -d target/maturin/Scripts ]]; then programs=target/maturin/Scripts; fi
  "$programs/pip" install --quiet --disable-pip-version-check 'maturin[zig]>=1.9,<2'
  if [[ $1 == *-linux-gnu ]]; then options=(--zig --compatibility manylinux2014); fi
  # maturin finds zig beside itself.
  PATH=$PWD/$programs:$PATH maturin build --release --locked --target "$1" --out target/dist ${options[@]+"${options[@]}"}
}

archive() {
  local name=multiaz-$1 exe='' folder
  if [[ $1 == *-windows-* ]]; then exe=.exe; fi
  mkdir -p "$3"
  folder=$3/$name
  rm -rf "$folder"
  mkdir -p "$folder/completions"
  cp "$2" "$folder/multiaz$exe"
  cp LICENSE-APACHE LICENSE-MIT README.md CHANGELOG.md "$folder/"
  "$2" completions bash >"$folder/completions/multiaz.bash"
  "$2" completions fish >"$folder/completions/multiaz.fish"
  "$2" completions zsh >"$folder/completions/_multiaz"
  "$2" completions powershell >"$folder/completions/_multiaz.ps1"
  "$2" man >"$folder/multiaz.1"
  if [[ -n $exe ]]; then
    (cd "$3" && rm -f "$name.zip" && python -m zipfile -c "$name.zip" "$name")
  else
    # (The variable keeps files of macOS itself out.)
    (cd "$3" && COPYFILE_DISABLE=1 tar -czf "$name.tar.gz" "$name")
  fi
  rm -rf "$folder"
}

checksums() {
  cd "$1"
  rm -f SHA256SUMS
  sha256sum -- * >../SHA256SUMS
  mv ../SHA256SUMS .
}

publish() {
  local options=()
  if [[ $1 == *-* ]]; then options=(--prerelease); fi
  notes "$1" | gh release create "$1" --verify-tag --title "multiaz ${1#v}" --notes-file - \
    ${options[@]+"${options[@]}"} -- "$2"/*
}

case ${1:-} in
  version | notes | build | archive | checksums | publish) "$@" ;;
  *) sed -n 's/^#  //p' "$0" >&2 && exit 2 ;;
esac
