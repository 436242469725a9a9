using System.Collections.Concurrent;
using System.Collections.Frozen;
using FlowFunctions.Runners.Calls;
using FlowFunctions.Runners.Executions;
using FlowFunctions.Runners.Folders;
using FlowFunctions.Runners.Runtimes;

namespace FlowFunctions.Runners.Layers;

/// <summary>
/// Layers of packages on local disk. Each is installed once for the same files and runtime; callers that come meanwhile share the
/// installation and its log.
/// </summary>
/// <param name="interpreters">The runtimes.</param>
/// <param name="build">Installs.</param>
/// <param name="options">How.</param>
/// <param name="time">The clock.</param>
internal sealed class DependencyLayers(
    Interpreters interpreters,
    LayerBuild build,
    LayerOptions options,
    TimeProvider time
) : ILayers, IDisposable
{
    private const int MaxRemembered = 1000;

    private static readonly FrozenDictionary<ScriptRuntime, IInstaller> Installers = new Dictionary<
        ScriptRuntime,
        IInstaller
    >
    {
        [ScriptRuntime.Python] = new PythonInstaller(),
        [ScriptRuntime.Node] = new NodeInstaller(),
    }.ToFrozenDictionary();

    private readonly FolderCache _cache = new(options.Root, options.MaxBytes, time);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, InstallLog> _logs = new(StringComparer.Ordinal);

    // A folder of the same hash never changes, so what is in it is looked at once.
    private readonly ConcurrentDictionary<(string Hash, string Entry, string Program), Wanted?> _known = new();

    /// <inheritdoc/>
    public async ValueTask<LayerAnswer> FindAsync(ScriptCall call, CancellationToken cancellationToken)
    {
        try
        {
            if (!Installers.TryGetValue(call.Runtime, out var installer))
            {
                return default;
            }

            var interpreter = await interpreters.FindAsync(call.Runtime);
            return interpreter is not null && Look(call, interpreter, installer) is { } wanted
                ? await RentAsync(call, interpreter, installer, wanted, cancellationToken)
                : default;
        }
        catch (DependencyException exception)
        {
            return new(null, new(ScriptErrorCodes.Dependencies, exception.Message) { Retryable = exception.Retryable });
        }
    }

    public void Dispose() => _cache.Dispose();

    private Wanted? Look(ScriptCall call, Interpreter interpreter, IInstaller installer)
    {
        var key = (call.Folder.Hash, call.Entry, interpreter.Path);
        if (_known.TryGetValue(key, out var wanted))
        {
            return wanted;
        }

        var dependencies = installer.Find(new(call.Folder.Path), call.Entry);
        wanted = dependencies is null
            ? null
            : new(LayerKey.Of(interpreter, call.Folder.Path, dependencies), dependencies);
        if (_known.Count >= MaxRemembered)
        {
            _known.Clear();
        }

        return _known[key] = wanted;
    }

    private async Task<LayerAnswer> RentAsync(
        ScriptCall call,
        Interpreter interpreter,
        IInstaller installer,
        Wanted wanted,
        CancellationToken cancellationToken
    )
    {
        var log = Follow(wanted.Key, call.Log);
        try
        {
            var isOffline = wanted.Dependencies.IsLocal || !build.MayDownload;
            var lease = await _cache.RentAsync(
                wanted.Key,
                (work, cancelled) =>
                    build.RunAsync(
                        installer,
                        new(interpreter, call.Folder, wanted.Dependencies, work, isOffline),
                        log,
                        cancelled
                    ),
                cancellationToken
            );
            var source = Path.Combine(lease.Path, installer.ResultName);
            return new(new(source, RuntimePlaces.Layer(call.Runtime)), Lease: lease);
        }
        finally
        {
            Unfollow(wanted.Key, log, call.Log);
        }
    }

    private InstallLog Follow(string key, IScriptLog listener)
    {
        lock (_lock)
        {
            if (!_logs.TryGetValue(key, out var log))
            {
                _logs[key] = log = new();
            }

            log.Add(listener);
            return log;
        }
    }

    private void Unfollow(string key, InstallLog log, IScriptLog listener)
    {
        lock (_lock)
        {
            log.Remove(listener);
            if (log.IsAlone)
            {
                _logs.Remove(key);
            }
        }
    }

    private sealed record Wanted(string Key, Dependencies Dependencies);
}
