#ifndef UVMGR_PROCESS_CONTROL_H
#define UVMGR_PROCESS_CONTROL_H

// What Swift cannot call itself: functions with a variable number of arguments, and those that the headers hide.
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/prctl.h>

extern int pipe2(int ends[2], int flags);

/// Makes orphaned descendants children of this process; false on kernels older than 3.4.
static inline _Bool uvmgr_adopt_orphans(void) {
    return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0;
}

/// Makes a pipe that no child inherits; 0, or -1 and `errno`.
static inline int uvmgr_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }
#else
static inline _Bool uvmgr_adopt_orphans(void) { return 0; }

static inline int uvmgr_pipe(int ends[2]) {
    if (pipe(ends) != 0) return -1;
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    return 0;
}
#endif

/// How a child ended, without reaping it: its exit code, its signal + 1000, or -1 while it runs.
static inline int uvmgr_peek_end(pid_t child) {
    siginfo_t end = {0};
    if (waitid(P_PID, (id_t)child, &end, WEXITED | WNOHANG | WNOWAIT) != 0 || end.si_pid == 0) return -1;
    return end.si_code == CLD_EXITED ? end.si_status & 0xFF : end.si_status + 1000;
}

#endif
