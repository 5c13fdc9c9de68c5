# Sourced by the program 'run' of each JUnit example. It packages reprise-junit, puts it into a repository of its own, and tries a copy of the
# project. The last line says "N passed, N failed".
#
# Environment: KEEP=1 keeps the directory in which it is tried.

here=$(dirname "$(readlink -f "${BASH_SOURCE[1]}")")
root=$(cd "$here/../.." && pwd)
name=$(basename "$here")
work=$(mktemp -d)
[ -n "${KEEP:-}" ] || trap 'rm -rf "$work"' EXIT
unset REPRISE_HOME REPRISE_MODE REPRISE_RECORDINGS REPRISE_URL OPENAI_API_KEY ANTHROPIC_API_KEY
passed=0 failed=0

# expect NAME STATUS TEXT COMMAND...: it ends with the status, and says the text.
expect() {
    local what=$1 wanted=$2 text=$3 status=0
    shift 3
    "$@" >"$work/log" 2>&1 </dev/null || status=$?
    if [ "$status" = "$wanted" ] && grep -qF -- "$text" "$work/log"; then
        passed=$((passed + 1))
        echo "passed  $name: $what"
    else
        failed=$((failed + 1))
        echo "FAILED  $name: $what (status $status)"
        sed 's/^/    /' "$work/log"
    fi
}

# the jar and its pom, as 'mvn install' puts them, beside the libraries that the user's repository has already
install() {
    local group=$work/repository/io/reprise each version artifact
    mkdir -p "$work/repository/io"
    for each in "$HOME"/.m2/repository/* "$HOME"/.m2/repository/io/*; do
        case ${each#"$HOME"/.m2/repository/} in
            io | io/reprise | '*' | 'io/*') ;;
            *) ln -s "$each" "$work/repository/${each#"$HOME"/.m2/repository/}" ;;
        esac
    done
    version=$(sed -n 's:^  <version>\(.*\)</version>$:\1:p' "$root/pom.xml" | head -n 1)
    "$root/reprise" --version || return # packages it
    for artifact in reprise-parent reprise-junit; do
        mkdir -p "$group/$artifact/$version"
    done
    cp "$root/pom.xml" "$group/reprise-parent/$version/reprise-parent-$version.pom"
    cp "$root/reprise-junit/target/dependency-reduced-pom.xml" "$group/reprise-junit/$version/reprise-junit-$version.pom"
    cp "$root/reprise-junit/target/reprise-junit-$version.jar" "$group/reprise-junit/$version/"
    echo installed
}

# tests ARGUMENT...: runs the tests of the copy, as a build server does.
tests() {
    (cd "$work/project" && CI=true mvn -B -ntp -Dmaven.repo.local="$work/repository" test "$@")
}

# passes CLASS TESTS: so many tests of the class ran just now, and passed
passes() {
    local report=$work/project/target/surefire-reports/TEST-com.example.$1.xml
    grep -m 1 '<testsuite ' "$report"
    grep -m 1 '<testsuite ' "$report" | grep ' errors="0"' | grep ' failures="0"' | grep -q " tests=\"$2\"" && echo "$1 passes"
}

unchanged() {
    diff -r -x .reprise "$here/src" "$work/project/src" && echo unchanged
}

end() {
    echo "$passed passed, $failed failed"
    [ "$failed" = 0 ]
}

cp -r "$here" "$work/project"
rm -rf "$work/project/target"
expect 'the packaged jar is there' 0 installed install
