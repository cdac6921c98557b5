#!/usr/bin/env bash
# Installs multiaz on a runner of GitHub Actions, runs it, and hands on what it found. action.yml calls this.
#
# It runs with bash 3.2 (macOS) and Git's bash (Windows) too, and needs curl, tar and, on Windows, unzip; no token. What
# comes from inputs, files and AWS is never evaluated, and nothing of it reaches the log where the runner obeys lines.
set -euo pipefail

# A message as the data of a workflow command: on one line.
escaped() {
  local text=$1
  text=${text//%/%25}
  text=${text//$'\r'/%0D}
  text=${text//$'\n'/%0A}
  printf '%s' "$text"
}

# An annotation without a place: SEVERITY MESSAGE.
say() { printf '::%s title=multiaz::%s\n' "$1" "$(escaped "$2")"; }

# What nobody can guess, so that no text can hold it.
random() { od -An -N16 -tx1 /dev/urandom | tr -d ' \n'; }

# Hands an output on, whatever lines are in it: NAME VALUE.
output() {
  local end
  end=$(random)
  printf '%s<<%s\n%s\n%s\n' "$1" "$end" "$2" "$end" >>"$GITHUB_OUTPUT"
}

# Ends the step as multiaz does when it can't check.
fail() {
  say error "$1"
  output exit-code 2
  exit 2
}

# A folder as bash and programs of Windows both read it.
portable() { if [[ $RUNNER_OS == Windows ]]; then cygpath -m "$1"; else printf '%s\n' "$1"; fi; }

# Splits arguments at spaces and line ends into `words`; quotes keep words together, nothing is expanded.
split() {
  local text=$1 word='' quote='' begun='' at char
  words=()
  for ((at = 0; at < ${#text}; at++)); do
    char=${text:at:1}
    if [[ -n $quote ]]; then
      if [[ $char == "$quote" ]]; then quote=''; else word+=$char; fi
    elif [[ $char == "'" || $char == '"' ]]; then
      quote=$char begun=yes
    elif [[ $char != [[:space:]] ]]; then
      word+=$char begun=yes
    elif [[ -n $begun ]]; then
      words+=("$word")
      word='' begun=''
    fi
  done
  if [[ -n $quote ]]; then fail "args: the quote $quote is not closed"; fi
  if [[ -n $begun ]]; then words+=("$word"); fi
}

# Reads one path a line into `paths`; those in the workspace become relative, as annotations name files.
read_paths() {
  local line
  paths=()
  while IFS= read -r line || [[ -n $line ]]; do
    line=${line#"${line%%[![:space:]]*}"}
    line=${line%"${line##*[![:space:]]}"}
    if [[ $line == "$GITHUB_WORKSPACE" ]]; then line=.; fi
    line=${line#"$GITHUB_WORKSPACE"/}
    if [[ -n $line ]]; then paths+=("$line"); fi
  done <<<"$1"
  if [[ ${#paths[@]} -eq 0 ]]; then paths=(.); fi
}

# The target that releases have for this runner; nothing where they have none. release.yml builds these.
target() {
  case $RUNNER_OS-$RUNNER_ARCH in
    Linux-X64) echo x86_64-unknown-linux-gnu ;;
    Linux-ARM64) echo aarch64-unknown-linux-gnu ;;
    macOS-X64) echo x86_64-apple-darwin ;;
    macOS-ARM64) echo aarch64-apple-darwin ;;
    Windows-X64) echo x86_64-pc-windows-msvc ;;
  esac
}

# Where the releases are: those of the repository that the action was taken from. Nothing for an action of the workspace.
releases() {
  local repository=$ACTION_REPOSITORY place=${action//\\//}
  if [[ -n ${MULTIAZ_RELEASES:-} ]]; then
    echo "$MULTIAZ_RELEASES"
    return
  fi
  # The runner keeps actions in _actions/OWNER/REPOSITORY/REF.
  if [[ -z $repository && $place =~ /_actions/([^/]+/[^/]+)/ ]]; then repository=${BASH_REMATCH[1]}; fi
  if [[ -n $repository ]]; then echo "${GITHUB_SERVER_URL:-https://github.com}/$repository/releases"; fi
}

# The version of the action's own checkout.
own_version() { sed -n 's/^version = "\(.*\)"$/\1/p' "$action/Cargo.toml" | sed -n 1p; }

# Sets `release` to the tag of the release to install or to `latest`; to nothing where the checkout is to be built.
choose_release() {
  local number='[0-9]+\.[0-9]+\.[0-9]+([-+][0-9A-Za-z.+-]+)?' named settled
  named="^v?$number\$"
  settled="^(v[0-9]+(\.[0-9]+)?|v$number|[0-9a-f]{40})\$"
  release=''
  case $INPUT_VERSION in
    latest) release=latest ;;
    source) ;;
    '')
      # A branch may be ahead of every release; tags and commits are what their version says.
      if [[ $ACTION_REF =~ $settled ]]; then release=v$(own_version); fi
      ;;
    *)
      if [[ ! $INPUT_VERSION =~ $named ]]; then
        fail "version: '$INPUT_VERSION' is no version: give one such as 0.1.0, latest or source"
      fi
      release=v${INPUT_VERSION#v}
      ;;
  esac
}

# Fetches ADDRESS to FILE; false where there is none.
fetch() {
  local protocols='=https' status
  # A mirror that is named with http may lead to https, never the other way round.
  if [[ $1 == http://* ]]; then protocols='=http,https'; fi
  status=$(curl --silent --show-error --location --retry 3 --connect-timeout 30 --max-time 600 --proto "$protocols" \
    --proto-redir "$protocols" --output "$2" --write-out '%{http_code}' "$1") || fail "$1 can't be fetched"
  case $status in
    200) ;;
    404) return 1 ;;
    *) fail "$1 can't be fetched: the server answers $status" ;;
  esac
}

sha256() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi <"$1" | cut -d ' ' -f 1; }

# Unpacks ARCHIVE, which lies in the working folder. (tar takes `D:` before a path for another machine.)
unpack() { case $1 in *.zip) unzip -q -o "$1" ;; *) tar -xzf "$1" ;; esac; }

# Installs a release in `$home/bin` from RELEASES at TAG; false, with `why`, where there is none for this runner.
# (It is called as a condition, in which bash goes on after what fails.)
download() {
  local from=$1/download/$2 target archive sums=$home/SHA256SUMS expected found
  if [[ $2 == latest ]]; then from=$1/latest/download; fi
  target=$(target)
  archive=multiaz-$target.tar.gz
  if [[ $RUNNER_OS == Windows ]]; then archive=multiaz-$target.zip; fi
  if ! fetch "$from/SHA256SUMS" "$sums"; then
    why="there is no release at $from"
    return 1
  fi
  if ! grep -qE '^[0-9a-f]{64} [ *]' "$sums"; then fail "$from/SHA256SUMS holds no checksums"; fi
  expected=$(awk -v name="$archive" '$2 == name || $2 == "*" name { print $1 }' "$sums")
  if [[ -z $target || -z $expected ]]; then
    why="the release at $from has no program for $RUNNER_OS $RUNNER_ARCH"
    return 1
  fi
  fetch "$from/$archive" "$home/$archive" || fail "$from/$archive is missing, though SHA256SUMS names it"
  found=$(sha256 "$home/$archive")
  if [[ $found != "$expected" ]]; then
    fail "$from/$archive has the SHA-256 checksum $found, and SHA256SUMS says $expected: it is not installed"
  fi
  mkdir -p "$home/bin"
  (cd "$home" && unpack "$archive" && mv "multiaz-$target/multiaz$exe" bin/) || fail "$archive can't be unpacked"
  if ! "$home/bin/multiaz$exe" --version >/dev/null; then
    rm "$home/bin/multiaz$exe"
    why="the program of the release does not run on this machine"
    return 1
  fi
}

# Builds the action's own checkout into `$home/bin`. An audit needs the SDK of AWS, which makes the build much longer.
build() {
  local features=()
  if [[ $INPUT_COMMAND == audit ]]; then features=(--features live); fi
  command -v cargo >/dev/null || fail "multiaz can't be built: there is no cargo on this runner"
  echo "::group::Build multiaz $(own_version)"
  # From its own folder: the workspace's toolchain and settings are not meant for it.
  (cd "$action" && cargo build --release --locked --target-dir "$home/target" ${features[@]+"${features[@]}"}) ||
    fail "multiaz can't be built: the log of this step says why"
  echo "::endgroup::"
  mkdir -p "$home/bin"
  cp "$home/target/release/multiaz$exe" "$home/bin/"
}

# Installs what is wanted, and says what that is.
install() {
  local from release why=''
  choose_release
  from=$(releases)
  if [[ -z $release ]]; then
    echo "The action's own checkout is built."
    build
  elif [[ -z $from ]]; then
    fail "version: an action of the workspace has no releases; leave the version out to build it"
  elif ! download "$from" "$release"; then
    if [[ $release != latest && $release != "v$(own_version)" ]]; then fail "version: $why"; fi
    say notice "The action's own checkout is built, version $(own_version): $why"
    build
  fi
  "$home/bin/multiaz$exe" --version
}

# The count of this name from the summary of the JSON report, where no text of a finding can stand.
count() { sed -n "/^  \"summary\": {\$/,/^  }/s/^    \"$1\": \([0-9][0-9]*\),\{0,1\}\$/\1/p" "$reports/multiaz.json"; }

# Prints files where the runner obeys no line.
print_safely() {
  local token file
  token=$(random)
  echo "::stop-commands::$token"
  for file in "$@"; do cat "$file"; done
  printf '\n::%s::\n' "$token"
}

# Adds the report to the summary of the job. It stays below what GitHub takes, a mebibyte, by itself.
summarise() { cat "$reports/multiaz.md" >>"$GITHUB_STEP_SUMMARY"; }

# Hands on what is there: the counts, the files, the exit code.
hand_on() {
  local name
  output exit-code "$1"
  if [[ -s $reports/multiaz.json ]]; then
    output json "$reports/multiaz.json"
    for name in errors warnings advice undecided; do output "$name" "$(count "$name")"; done
  fi
  if [[ -s $sarif ]]; then output sarif "$sarif"; fi
  if [[ -s $reports/multiaz.md ]]; then
    output markdown "$reports/multiaz.md"
    if [[ $INPUT_SUMMARY == true && -n ${GITHUB_STEP_SUMMARY:-} ]]; then summarise; fi
  fi
}

# Runs multiaz and ends as it does.
run() {
  local code=0 words paths formats reason
  split "$INPUT_ARGS"
  formats=(--format "text=$reports/multiaz.txt" --format "json=$reports/multiaz.json")
  formats+=(--format "sarif=$sarif" --format "markdown=$reports/multiaz.md")
  if [[ $INPUT_ANNOTATIONS == true ]]; then formats+=(--format github); fi
  set -- "$INPUT_COMMAND" --fail-on "$INPUT_FAIL_ON" "${formats[@]}" ${words[@]+"${words[@]}"}
  if [[ $INPUT_COMMAND == check ]]; then
    read_paths "$INPUT_PATHS"
    set -- "$@" -- "${paths[@]}"
  fi
  # Git's bash would rewrite arguments that look like paths of Unix.
  MSYS_NO_PATHCONV=1 MSYS2_ARG_CONV_EXCL='*' "$home/bin/multiaz$exe" "$@" \
    </dev/null >"$reports/annotations.txt" 2>"$reports/messages.txt" || code=$?
  touch "$reports/multiaz.txt"
  print_safely "$reports/multiaz.txt" "$reports/messages.txt"
  cat "$reports/annotations.txt"
  if ((code > 1)) && [[ ! -s $reports/annotations.txt ]]; then
    reason=$(grep -m 1 '^error: ' "$reports/messages.txt") || reason=''
    say error "${reason:-Something could not be checked: the log of this step says what}"
  fi
  if ((code < 2)) && [[ ! -s $reports/multiaz.json ]]; then
    fail 'args: nothing was checked, as after --help'
  fi
  hand_on "$code"
  exit "$code"
}

# Refuses what would pass for a clean run.
check_inputs() {
  local name value
  for name in ANNOTATIONS SUMMARY; do
    value=INPUT_$name
    case ${!value} in true | false) ;; *) fail "$(echo "$name" | tr '[:upper:]' '[:lower:]'): true or false, not '${!value}'" ;; esac
  done
  case $INPUT_COMMAND in
    check) if [[ -z $(ls -A) ]]; then fail 'the workspace is empty: actions/checkout comes first'; fi ;;
    audit) if [[ -n $INPUT_PATHS ]]; then fail 'paths: an audit reads no files'; fi ;;
    *) fail "command: check or audit, not '$INPUT_COMMAND'" ;;
  esac
}

check_inputs
action=$(portable "$GITHUB_ACTION_PATH")
home=$(portable "$RUNNER_TEMP")/multiaz
exe=''
if [[ $RUNNER_OS == Windows ]]; then exe=.exe; fi
mkdir -p "$home"
install
# For the steps that follow.
portable "$home/bin" >>"$GITHUB_PATH"
# Each use of the action in a job has its own reports.
reports=$(mktemp -d "$home/reports.XXXXXX")
sarif=${INPUT_SARIF:-$reports/multiaz.sarif}
mkdir -p -- "$(dirname -- "$sarif")"
run
