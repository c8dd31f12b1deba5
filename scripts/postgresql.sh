# Debian's PostgreSQL 15 in a folder that is thrown away. Sourced by ./test.

debian_programs=/usr/lib/postgresql/15/bin
debian_folder=""

# As root the server's programs refuse to run: they run as the account of the Debian package.
as_postgres() {
    if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

# start_debian_server: starts it and names it in MOTCUA_DATABASE_URL.
start_debian_server() {
    debian_folder="$(mktemp -d)" || return 1
    if [ "$(id -u)" = 0 ]; then chown postgres "$debian_folder"; fi
    as_postgres "$debian_programs/initdb" -D "$debian_folder/data" -U postgres -A trust \
        -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null || return 1
    as_postgres "$debian_programs/pg_ctl" -D "$debian_folder/data" -w -s \
        -l "$debian_folder/log" start -o "-k $debian_folder -c listen_addresses= \
        -c fsync=off -c synchronous_commit=off -c full_page_writes=off" || return 1
    export MOTCUA_DATABASE_URL="postgresql://postgres@/postgres?host=$debian_folder"
}

stop_debian_server() {
    if [ -n "$debian_folder" ]; then
        as_postgres "$debian_programs/pg_ctl" -D "$debian_folder/data" -m immediate -s stop
        rm -rf "$debian_folder"
    fi
}
