using System.Globalization;
using FlowFunctions.Runners.Calls;
using FlowFunctions.Runners.Egress;
using FlowFunctions.Runners.Executions;
using FlowFunctions.Runners.Folders;
using FlowFunctions.Runners.Logs;
using FlowFunctions.Runners.Places;
using FlowFunctions.Runners.Runtimes;
using FlowFunctions.Runners.Sandboxes;
using FlowFunctions.Runners.Sandboxes.Unsandboxed;

namespace FlowFunctions.Runners.Layers;

/// <summary>Builds layers: runs an installer in a sandbox, with no more network than its option allows.</summary>
internal sealed class LayerBuild
{
    private const int Processes = 128;
    private const int MaxLineInMessage = 300;
    private static readonly TimeSpan WatchPeriod = TimeSpan.FromSeconds(1);

    private readonly ISandbox _sandbox;
    private readonly IEgress? _egress;
    private readonly LayerOptions _options;
    private readonly string _boot;
    private readonly TimeProvider _time;

    /// <param name="sandbox">Where it runs.</param>
    /// <param name="egress">The way to the network, or null for none.</param>
    /// <param name="options">How.</param>
    /// <param name="boot">An empty folder, for what forwards connections inside.</param>
    /// <param name="time">The clock.</param>
    public LayerBuild(ISandbox sandbox, IEgress? egress, LayerOptions options, string boot, TimeProvider time)
    {
        (_sandbox, _egress, _options, _boot, _time) = (sandbox, egress, options, boot, time);
        EgressInside.WriteTo(boot);
    }

    /// <summary>Whether packages can be downloaded.</summary>
    public bool MayDownload => _options.AllowDownloads && _egress is not null;

    /// <exception cref="DependencyException">It failed.</exception>
    /// <exception cref="SandboxException">The sandbox did not start.</exception>
    public async Task RunAsync(
        IInstaller installer,
        Installation installation,
        InstallLog log,
        CancellationToken cancellationToken
    )
    {
        if (_sandbox is UnsandboxedSandbox)
        {
            throw new DependencyException(
                $"What {installation.Dependencies.Path} asks for was not installed: packages are installed in a sandbox only. "
                    + "Install bubblewrap (`apt-get install bubblewrap`)."
            );
        }

        var start = _time.GetTimestamp();
        log.Say($"Installing what {installation.Dependencies.Path} asks for.");
        var source = NewFolder(installation.Work, "src");
        ScriptFiles.Place(installation.Folder.Path, source, mayLink: true);
        var step = installer.Prepare(installation);
        var temporary = NewFolder(installation.Work, "tmp");
        var exit = await RunAsync(installation, step, source, temporary, log, cancellationToken);
        if (exit.ExitCode != 0)
        {
            throw Failed(installer, installation, exit, log.Tail);
        }

        FileTree.Delete(source);
        FileTree.Delete(temporary);
        installer.Finish(installation);
        log.Say(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Installed in {_time.GetElapsedTime(start).TotalSeconds:0.0} s."
            )
        );
    }

    private async Task<SandboxExit> RunAsync(
        Installation installation,
        InstallStep step,
        string source,
        string temporary,
        InstallLog log,
        CancellationToken cancellationToken
    )
    {
        await using var way = installation.IsOffline ? null : _egress?.Open();
        way?.Log = log;
        var tap = new LogTap();
        tap.Turn(log);
        await using var process = _sandbox.Start(Spec(installation, step, source, temporary, way));
        await process.Input.DisposeAsync();
        var output = new LogPump(process.Output, ScriptLogLevel.Info, tap);
        var errors = new LogPump(process.Error, ScriptLogLevel.Warning, tap);
        var exit = await WatchAsync(process, installation, cancellationToken);
        process.Kill();
        await Task.WhenAll(output.Completion, errors.Completion);
        return exit;
    }

    private async Task<SandboxExit> WatchAsync(
        ISandboxProcess process,
        Installation installation,
        CancellationToken cancellationToken
    )
    {
        var start = _time.GetTimestamp();
        var ended = process.WaitAsync(cancellationToken);
        while (await Task.WhenAny(ended, Task.Delay(WatchPeriod, _time, CancellationToken.None)) != ended)
        {
            if (_time.GetElapsedTime(start) > _options.Timeout)
            {
                throw new DependencyException(
                    $"The installation of {installation.Dependencies.Path} took longer than {_options.Timeout.TotalMinutes} minutes.",
                    retryable: true
                );
            }

            CheckSize(installation);
        }

        var exit = await ended;
        CheckSize(installation);
        return exit;
    }

    private void CheckSize(Installation installation)
    {
        if (Measure(installation.Work) > _options.MaxLayerBytes)
        {
            throw new DependencyException(
                $"What {installation.Dependencies.Path} asks for is larger than {_options.MaxLayerBytes / 1024 / 1024} MB."
            );
        }
    }

    private static string NewFolder(string parent, string name)
    {
        var folder = Path.Combine(parent, name);
        Directory.CreateDirectory(folder);
        FileTree.SetMode(folder, FileTree.Own);
        return folder;
    }

    private static long Measure(string folder)
    {
        try
        {
            return FileTree.Measure(folder);
        }
        catch (Exception exception) when (exception is ArgumentException or PathTooLongException)
        {
            // Nested deeper than anything can be read: nobody needs that.
            return long.MaxValue;
        }
        catch (IOException)
        {
            // Files come and go while it is measured; the next time is soon.
            return 0;
        }
    }

    private SandboxSpec Spec(
        Installation installation,
        InstallStep step,
        string source,
        string temporary,
        IEgressWay? way
    )
    {
        var variables = RuntimeVariables.Start(RuntimePlaces.Sandboxed);
        variables["TMPDIR"] = InstallPlaces.Temporary;
        if (way is not null)
        {
            foreach (var (name, value) in _egress!.Variables)
            {
                variables[name] = value;
            }
        }

        return new()
        {
            Command = step.Command,
            Variables = variables,
            WorkFolder = step.WorkFolder,
            Mounts =
            [
                .. installation.Interpreter.Mounts,
                new(_boot, InstallPlaces.Boot),
                new(source, InstallPlaces.Source),
                .. step.Mounts,
                new(temporary, InstallPlaces.Temporary, IsWritable: true),
            ],
            Egress = way?.Path,
            ReservedBytes = installation.Interpreter.ReservedBytes,
            Limits = new()
            {
                Timeout = _options.Timeout,
                MemoryBytes = _options.MemoryBytes,
                Processes = Processes,
                FileBytes = _options.MaxLayerBytes,
            },
        };
    }

    private DependencyException Failed(IInstaller installer, Installation installation, SandboxExit exit, string tail)
    {
        var why = exit.Breach switch
        {
            SandboxBreach.Memory => $"it needed more than {_options.MemoryBytes / 1024 / 1024} MB of memory",
            SandboxBreach.CpuTime => $"it needed more than {_options.Timeout.TotalMinutes} minutes of processor time",
            _ => $"exit code {exit.ExitCode}",
        };
        var advice =
            installer.Advice(tail)
            ?? (
                installation is { IsOffline: true, Dependencies.IsLocal: false }
                    ? "Packages are not downloaded here: put their files beside the script."
                    : null
            );
        var sentences =
            $"{installation.Dependencies.Path} could not be installed ({why}).{(advice is null ? "" : " " + advice)}";
        return new($"{sentences}\n{LastWords(installer, tail)}", retryable: !installation.IsOffline);
    }

    // The log has all.
    private static string LastWords(IInstaller installer, string tail)
    {
        var lines = tail.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var telling = installer.Telling(lines).DefaultIfEmpty(lines.LastOrDefault(""));
        return string.Join(
            '\n',
            telling.Select(static line =>
                line.Length > MaxLineInMessage ? $"{line.AsSpan(0, MaxLineInMessage)}…" : line
            )
        );
    }
}
