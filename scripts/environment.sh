# The virtual environment of the checkout: made once, brought up to date when the pins change.
# Sourced by ./run and ./test.

refuse() {
    echo "$1" >&2
    exit 1
}

# make_environment ROOT PINS: .venv in ROOT holds exactly what PINS asks for.
make_environment() {
    local root="$1" pins="$2"
    command -v python3 >/dev/null ||
        refuse "Chưa có Python: hãy cài python3 (từ 3.11) và python3-venv rồi chạy lại."
    python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        refuse "Cần Python 3.11 trở lên, máy này có $(python3 -V 2>&1): hãy cài bản mới hơn rồi chạy lại."
    if environment_is_ready "$root" "$pins"; then return; fi
    python3 -c 'import venv, ensurepip' 2>/dev/null ||
        refuse "Thiếu gói python3-venv: hãy cài (apt-get install python3-venv) rồi chạy lại."
    # One start at a time: a second one waits here and then finds the work done.
    local lock
    { exec {lock}>"$root/.venv.lock"; } 2>/dev/null ||
        refuse "Không ghi được vào thư mục $root: hãy chạy bằng tài khoản sở hữu thư mục này."
    flock "$lock"
    environment_is_ready "$root" "$pins" || install_pins "$root" "$pins"
    exec {lock}>&-
}

# The mark of what is installed: the pins, the interpreter, and the place (scripts name it).
environment_mark() {
    { cat "$1/$2"; python3 -V; echo "$1"; } | sha256sum | cut -d ' ' -f 1
}

environment_is_ready() {
    [ -x "$1/.venv/bin/python" ] && [ -e "$1/.venv/installed-$(environment_mark "$1" "$2")" ]
}

install_pins() {
    local root="$1" pins="$2"
    echo "Đang cài các thư viện (chỉ lần đầu hoặc khi có thay đổi)…" >&2
    if [ "$(cat "$root/.venv/place" 2>/dev/null)" != "$root $(python3 -V)" ]; then
        python3 -m venv --clear "$root/.venv" >&2 ||
            refuse "Không tạo được môi trường Python trong $root/.venv: kiểm tra quyền ghi và dung lượng đĩa."
        echo "$root $(python3 -V)" >"$root/.venv/place"
    fi
    "$root/.venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input \
        --require-hashes -r "$root/$pins" </dev/null >&2 ||
        refuse "Không cài được thư viện: kiểm tra kết nối tới kho gói Python (pip) rồi chạy lại."
    rm -f "$root"/.venv/installed-*
    touch "$root/.venv/installed-$(environment_mark "$root" "$pins")"
    # The pins of development hold those of the product, in the same versions.
    if [ "$pins" = requirements-dev.txt ]; then
        touch "$root/.venv/installed-$(environment_mark "$root" requirements.txt)"
    fi
}
