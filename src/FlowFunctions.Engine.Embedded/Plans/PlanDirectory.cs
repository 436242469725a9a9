using System.Buffers;
using System.Collections.Concurrent;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Embedded.Journal;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Embedded.Plans;

/// <summary>
/// Keeps plans as canonical JSON in files named by their hash. A plan is on disk before the first event of a run that needs it, so
/// every open run of a journal finds its plan after a crash.
/// </summary>
/// <param name="directory">The directory; created when the first plan is kept.</param>
/// <param name="resolve">Finds the plan that a called flow runs with now; without it there are no subflows; given the workspace and the flow.</param>
public sealed class PlanDirectory(
    string directory,
    Func<string, string, CancellationToken, ValueTask<Plan?>>? resolve = null
) : IPlanSource
{
    /// <summary>Plans held in memory; when there are more, all are read again as they are needed.</summary>
    private const int MaxCached = 1000;

    private static readonly SearchValues<char> HashCharacters = SearchValues.Create("0123456789abcdef");

    private readonly ConcurrentDictionary<string, Plan> _cache = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    /// <exception cref="PlanException">The file is damaged.</exception>
    public async ValueTask<Plan?> GetAsync(string hash, CancellationToken cancellationToken)
    {
        if (_cache.TryGetValue(hash, out var cached))
        {
            return cached;
        }

        var file = FileOf(hash);
        if (!File.Exists(file))
        {
            return null;
        }

        var plan = PlanJson.Read(await File.ReadAllBytesAsync(file, cancellationToken), hash);
        Cache(plan);
        return plan;
    }

    /// <inheritdoc/>
    public ValueTask<Plan?> ResolveAsync(string workspace, string flowId, CancellationToken cancellationToken) =>
        resolve is null ? ValueTask.FromResult<Plan?>(null) : resolve(workspace, flowId, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="IOException">The plan cannot be written.</exception>
    public ValueTask KeepAsync(Plan plan, CancellationToken cancellationToken)
    {
        if (!_cache.ContainsKey(plan.Hash))
        {
            var content = PlanJson.Write(plan);
            if (!IsKept(plan.Hash, content))
            {
                Write(plan.Hash, content);
            }

            Cache(plan);
        }

        return ValueTask.CompletedTask;
    }

    private bool IsKept(string hash, byte[] content) =>
        File.Exists(FileOf(hash)) && File.ReadAllBytes(FileOf(hash)).AsSpan().SequenceEqual(content);

    /// <summary>Written beside and renamed, so that a file with a plan's name always holds all of it.</summary>
    private void Write(string hash, byte[] content)
    {
        Directory.CreateDirectory(directory);
        var temporary = Path.Combine(directory, Path.GetRandomFileName() + ".tmp");
        try
        {
            using (var handle = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                RandomAccess.Write(handle, content, fileOffset: 0);
                RandomAccess.FlushToDisk(handle);
            }

            File.Move(temporary, FileOf(hash), overwrite: true);
            DirectoryEntry.Flush(directory);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private void Cache(Plan plan)
    {
        if (_cache.Count >= MaxCached)
        {
            _cache.Clear();
        }

        _cache[plan.Hash] = plan;
    }

    private string FileOf(string hash) =>
        hash.Length == 64 && !hash.AsSpan().ContainsAnyExcept(HashCharacters)
            ? Path.Combine(directory, hash + ".json")
            : throw new ArgumentException($"'{hash}' is not the hash of a plan.", nameof(hash));
}
