using System.Globalization;
using FlowFunctions.Runners.Sandboxes.Processes;

namespace FlowFunctions.Runners.Sandboxes.Bubblewrap;

/// <summary>Writes the command line that starts a process in a sandbox.</summary>
internal sealed class BubblewrapArguments
{
    public const int SeccompDescriptor = 4;
    public const int StatusDescriptor = 5;
    public const string User = "1000";

    private const long SmallFolderBytes = 64L * 1024 * 1024;

    private static readonly string[] TopFolders = ["/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"];

    // What libraries and interpreters read: certificates, links to alternatives, where libraries lie. No names, no keys, no settings.
    private static readonly string[] SharedFiles =
    [
        "/etc/alternatives",
        "/etc/ld.so.cache",
        "/etc/ld.so.conf",
        "/etc/ld.so.conf.d",
        "/etc/localtime",
        "/etc/mime.types",
        "/etc/pki",
        "/etc/ssl/certs",
        "/etc/ssl/openssl.cnf",
        "/usr/share/ca-certificates",
    ];

    private readonly string[] _start;

    /// <param name="programs">What is called.</param>
    /// <param name="files">The files that stand in for the machine's own.</param>
    /// <param name="user">The user that it runs as, or null for the app's.</param>
    public BubblewrapArguments(BubblewrapPrograms programs, RootFiles files, uint? user)
    {
        _start = [.. AsUser(programs, user), programs.Bubblewrap, .. Namespaces(), .. Root(), .. Etc(files)];
        Limiter = programs.Limiter;
    }

    /// <summary>The folders inside that are kept in memory, with their sizes.</summary>
    /// <param name="spec">What the process is given.</param>
    public static Dictionary<string, long> TemporaryFolders(SandboxSpec spec) =>
        new(StringComparer.Ordinal)
        {
            ["/tmp"] = spec.Limits.MemoryBytes,
            ["/run"] = spec.Limits.MemoryBytes,
            ["/dev/shm"] = Math.Min(spec.Limits.MemoryBytes, SmallFolderBytes),
        };

    private string Limiter { get; }

    /// <summary>The whole command line.</summary>
    /// <param name="spec">What the process is given.</param>
    public IReadOnlyList<string> For(SandboxSpec spec)
    {
        var sizes = TemporaryFolders(spec);
        List<string> arguments = [.. _start];
        arguments.AddRange(["--size", Text(sizes["/tmp"]), "--perms", "1777", "--tmpfs", "/tmp"]);
        arguments.AddRange([
            "--size",
            Text(sizes["/run"]),
            "--tmpfs",
            "/run",
            "--perms",
            "0700",
            "--dir",
            "/run/secrets",
        ]);
        arguments.AddRange([
            "--dev",
            "/dev",
            // It reads the same, but cannot be mapped as memory that no limit sees.
            "--dev-bind",
            "/dev/full",
            "/dev/zero",
            "--size",
            Text(sizes["/dev/shm"]),
            "--perms",
            "1777",
            "--tmpfs",
            "/dev/shm",
        ]);
        foreach (var mount in spec.Mounts)
        {
            arguments.AddRange([mount.IsWritable ? "--bind" : "--ro-bind", mount.Source, mount.Target]);
        }

        if (spec.Egress is { } socket)
        {
            arguments.AddRange(["--bind", socket, SandboxSpec.EgressSocket]);
        }

        arguments.AddRange(["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", spec.WorkFolder, "--"]);
        arguments.AddRange([.. Limits(spec), "--", .. spec.Command]);
        return arguments;
    }

    // The kernel does not count the processes of root; as another user, and in a user namespace, they are counted for this sandbox alone.
    // bwrap dies with the app only once it has got as far as to ask for it; one that the app leaves behind before would wait for ever.
    private static string[] AsUser(BubblewrapPrograms programs, uint? user) =>
        [
            programs.UserChanger,
            "--pdeathsig",
            "KILL",
            .. user is { } id ? (string[])["--reuid", Text(id), "--regid", Text(id), "--clear-groups"] : [],
            "--",
        ];

    private static string[] Namespaces() =>
        [
            "--unshare-user",
            "--unshare-pid",
            "--unshare-ipc",
            "--unshare-uts",
            "--unshare-net",
            "--unshare-cgroup-try",
            "--uid",
            User,
            "--gid",
            User,
            "--hostname",
            "sandbox",
            "--die-with-parent",
            "--new-session",
            "--cap-drop",
            "ALL",
            "--seccomp",
            Text(SeccompDescriptor),
            "--json-status-fd",
            Text(StatusDescriptor),
        ];

    private static IEnumerable<string> Root()
    {
        foreach (var argument in (string[])["--ro-bind", "/usr", "/usr", "--proc", "/proc"])
        {
            yield return argument;
        }

        // On most systems they are links into /usr by now.
        foreach (var folder in TopFolders.Select(path => new DirectoryInfo(path)).Where(folder => folder.Exists))
        {
            yield return folder.LinkTarget is null ? "--ro-bind" : "--symlink";
            yield return folder.LinkTarget ?? folder.FullName;
            yield return folder.FullName;
        }
    }

    private static IEnumerable<string> Etc(RootFiles files)
    {
        foreach (var path in SharedFiles.Where(Path.Exists))
        {
            yield return "--ro-bind";
            yield return path;
            yield return path;
        }

        foreach (var (target, source) in files.Paths)
        {
            yield return "--ro-bind";
            yield return source;
            yield return target;
        }
    }

    private IEnumerable<string> Limits(SandboxSpec spec)
    {
        var limits = spec.Limits;

        // One for the process that reaps orphans.
        return
        [
            Limiter,
            $"--nproc={Text(limits.Processes + 1)}",
            $"--data={Text(limits.MemoryBytes + spec.ReservedBytes)}",
            $"--fsize={Text(limits.FileBytes)}",
            $"--nofile={Text(ProcessLimits.OpenFiles)}",
            "--core=0",
        ];
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
