extension WorkerProgram {
    /// Packages, limits and the audit hook.
    static let surroundings = #"""
        class Site:
            """Adds the environment's packages when a module is wanted that is not of Python itself."""

            LOOKS_AROUND = frozenset(("importlib.metadata", "pkgutil", "pkg_resources", "site"))

            @staticmethod
            def add():
                sys.meta_path.remove(Early)
                sys.meta_path.remove(Late)
                import site
                site.main()


        class Early:
            @staticmethod
            def find_spec(name, path=None, target=None):
                if name in Site.LOOKS_AROUND:
                    Site.add()


        class Late:
            @staticmethod
            def find_spec(name, path=None, target=None):
                if path is not None:
                    return None
                Site.add()
                found = (finder.find_spec(name, path, target) for finder in list(sys.meta_path))
                return next((spec for spec in found if spec is not None), None)


        sys.meta_path.insert(0, Early)
        sys.meta_path.append(Late)


        def limit():
            """Whether the memory is limited, which not every system can do."""
            try:
                import resource
            except ImportError:
                return False

            def lower(kind, value):
                hard = resource.getrlimit(kind)[1]
                value = value if hard == resource.RLIM_INFINITY else min(value, hard)
                resource.setrlimit(kind, (value, value))

            lower(resource.RLIMIT_CORE, 0)
            if ISOLATED:
                lower(resource.RLIMIT_NPROC, 0)
                lower(resource.RLIMIT_FSIZE, 0)
                lower(resource.RLIMIT_NOFILE, 256)
            try:
                lower(resource.RLIMIT_AS, MEMORY)
            except (ValueError, OSError):
                return False
            return True


        def guard():
            """Refuses what an isolated script must not do."""
            refused = frozenset(
                "os.exec os.fork os.forkpty os.kill os.killpg os.posix_spawn os.spawn os.system pty.spawn "
                "subprocess.Popen signal.pthread_kill os.remove os.rename os.rmdir os.mkdir os.link "
                "os.symlink os.truncate os.chmod os.chown os.utime os.setxattr os.removexattr "
                "sqlite3.connect sqlite3.connect/handle "
                "resource.setrlimit resource.prlimit".split())
            families = ("socket.", "ctypes.", "shutil.", "ftplib.", "smtplib.", "telnetlib.")
            writing = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

            def hook(event, arguments):
                if event == "open":
                    if isinstance(arguments[2], int) and arguments[2] & writing:
                        raise PermissionError("an isolated script may not open files for writing")
                elif event in refused or event.startswith(families):
                    raise PermissionError("an isolated script may not do this (`%s`)" % event)

            sys.addaudithook(hook)
        """#
}
