namespace FlowFunctions.Runners.Sandboxes.Bubblewrap;

/// <summary>The numbers of system calls on a processor: asm/unistd_64.h and asm-generic/unistd.h.</summary>
internal sealed record SeccompCalls
{
    /// <summary>AUDIT_ARCH_… of linux/audit.h.</summary>
    public required uint Architecture { get; init; }

    /// <summary>Answered with EPERM.</summary>
    public required uint[] Denied { get; init; }

    /// <summary>Answered with ENOSYS, so that libraries do without.</summary>
    public required uint[] Missing { get; init; }

    public required uint NewProcess { get; init; }

    public required uint Ioctl { get; init; }

    public required uint Personality { get; init; }

    public required uint MapMemory { get; init; }

    public required uint SetSocketOption { get; init; }

    public required uint Socket { get; init; }

    public required uint SocketPair { get; init; }

    public static SeccompCalls X64 { get; } =
        new()
        {
            Architecture = 0xC000003E,
            Denied =
            [
                .. Common,
                101, // ptrace
                134, // uselib
                136, // ustat
                139, // sysfs
                153, // vhangup
                154, // modify_ldt
                155, // pivot_root
                159, // adjtimex
                161, // chroot
                163, // acct
                164, // settimeofday
                165, // mount
                166, // umount2
                167, // swapon
                168, // swapoff
                169, // reboot
                170, // sethostname
                171, // setdomainname
                172, // iopl
                173, // ioperm
                175, // init_module
                176, // delete_module
                179, // quotactl
                103, // syslog
                212, // lookup_dcookie
                227, // clock_settime
                246, // kexec_load
                248, // add_key
                249, // request_key
                250, // keyctl
                256, // migrate_pages
                272, // unshare
                279, // move_pages
                298, // perf_event_open
                300, // fanotify_init
                303, // name_to_handle_at
                304, // open_by_handle_at
                305, // clock_adjtime
                308, // setns
                310, // process_vm_readv
                311, // process_vm_writev
                312, // kcmp
                313, // finit_module
                320, // kexec_file_load
                321, // bpf
                323, // userfaultfd
            ],
            Missing =
            [
                .. CommonMissing,
                29, // shmget
                68, // msgget
                319, // memfd_create
            ],
            NewProcess = 56,
            Ioctl = 16,
            Personality = 135,
            MapMemory = 9,
            SetSocketOption = 54,
            Socket = 41,
            SocketPair = 53,
        };

    public static SeccompCalls Arm64 { get; } =
        new()
        {
            Architecture = 0xC00000B7,
            Denied =
            [
                .. Common,
                18, // lookup_dcookie
                39, // umount2
                40, // mount
                41, // pivot_root
                51, // chroot
                58, // vhangup
                60, // quotactl
                89, // acct
                97, // unshare
                104, // kexec_load
                105, // init_module
                106, // delete_module
                112, // clock_settime
                116, // syslog
                117, // ptrace
                142, // reboot
                161, // sethostname
                162, // setdomainname
                170, // settimeofday
                171, // adjtimex
                217, // add_key
                218, // request_key
                219, // keyctl
                224, // swapon
                225, // swapoff
                238, // migrate_pages
                239, // move_pages
                241, // perf_event_open
                262, // fanotify_init
                264, // name_to_handle_at
                265, // open_by_handle_at
                266, // clock_adjtime
                268, // setns
                270, // process_vm_readv
                271, // process_vm_writev
                272, // kcmp
                273, // finit_module
                280, // bpf
                282, // userfaultfd
                294, // kexec_file_load
            ],
            Missing =
            [
                .. CommonMissing,
                186, // msgget
                194, // shmget
                279, // memfd_create
            ],
            NewProcess = 220,
            Ioctl = 29,
            Personality = 92,
            MapMemory = 222,
            SetSocketOption = 208,
            Socket = 198,
            SocketPair = 199,
        };

    // Calls from Linux 5.1 on have the same number everywhere.
    private static uint[] Common =>
        [
            425, // io_uring_setup
            426, // io_uring_enter
            427, // io_uring_register
            428, // open_tree
            429, // move_mount
            430, // fsopen
            431, // fsconfig
            432, // fsmount
            433, // fspick
            438, // pidfd_getfd
            440, // process_madvise
            442, // mount_setattr
            443, // quotactl_fd
        ];

    // Memory that no limit of a process and no file system in memory counts: memfd_create, memfd_secret, shmget, msgget.
    private static uint[] CommonMissing =>
        [
            435, // clone3
            447, // memfd_secret
        ];
}
