namespace FlowFunctions.Runners.Folders;

/// <summary>
/// Folders on local disk that are known by their content. What is asked for by several at the same time is built once; what was not used
/// for longest is removed when all together are too large, unless somebody uses it. Thread-safe.
/// </summary>
/// <param name="folder">Where they are.</param>
/// <param name="maxBytes">How large all of them may be together; those in use may be more.</param>
/// <param name="time">The clock.</param>
internal sealed class FolderCache(string folder, long maxBytes, TimeProvider time) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, CacheEntry> _entries = new(StringComparer.Ordinal);
    private ProcessFolder? _root;
    private long _bytes;

    /// <summary>A folder, built if it is not there.</summary>
    /// <param name="key">What its content is known by: lower-case letters and digits.</param>
    /// <param name="build">Fills a new folder; cancelled when nobody waits any more. What it throws, every waiting caller gets.</param>
    /// <param name="cancellationToken">Gives up waiting; the building goes on as long as others wait.</param>
    /// <exception cref="IOException">The disk refused.</exception>
    public async Task<FolderLease> RentAsync(
        string key,
        Func<string, CancellationToken, Task> build,
        CancellationToken cancellationToken
    )
    {
        var (entry, root) = Take(key, build);
        try
        {
            await entry.Built.WaitAsync(cancellationToken);
            return new(Path.Combine(root.Path, key), () => Return(entry));
        }
        catch
        {
            Abandon(entry);
            throw;
        }
    }

    /// <summary>Leaves all folders as they are.</summary>
    public void Dispose() => _root?.Dispose();

    private (CacheEntry Entry, ProcessFolder Root) Take(string key, Func<string, CancellationToken, Task> build)
    {
        lock (_gate)
        {
            var root = _root ??= Open();
            if (!_entries.TryGetValue(key, out var entry))
            {
                _entries[key] = entry = new(key);
                var work = root.NewWork();
                entry.Built = Task.Run(() => BuildAsync(entry, root, work, build), CancellationToken.None);
            }

            entry.Leases++;
            Touch(entry, root);
            return (entry, root);
        }
    }

    private ProcessFolder Open()
    {
        var root = ProcessFolder.Open(folder);
        foreach (var found in new DirectoryInfo(root.Path).EnumerateDirectories().Where(one => one.Name[0] != '.'))
        {
            _entries[found.Name] = new(found.Name)
            {
                Bytes = FileTree.Measure(found.FullName),
                UsedAt = found.LastWriteTimeUtc,
            };
            _bytes += _entries[found.Name].Bytes;
        }

        return root;
    }

    private async Task BuildAsync(
        CacheEntry entry,
        ProcessFolder root,
        string work,
        Func<string, CancellationToken, Task> build
    )
    {
        try
        {
            Directory.CreateDirectory(work);
            await build(work, entry.NobodyWaits);
            var bytes = FileTree.Seal(work);
            MoveIn(entry, root, work, bytes);
        }
        catch
        {
            lock (_gate)
            {
                Forget(entry);
            }

            Remove(work);
            throw;
        }

        Evict(root, entry);
    }

    private void MoveIn(CacheEntry entry, ProcessFolder root, string work, long bytes)
    {
        // A folder can only be moved by who may write in it.
        FileTree.SetMode(work, FileTree.Own);
        lock (_gate)
        {
            // Given up: the same may be under way again.
            entry.NobodyWaits.ThrowIfCancellationRequested();
            var path = Path.Combine(root.Path, entry.Key);
            Directory.Move(work, path);
            FileTree.SetMode(path, FileTree.Folder);
            entry.Bytes = bytes;
            _bytes += bytes;
        }
    }

    private void Touch(CacheEntry entry, ProcessFolder root)
    {
        var now = time.GetUtcNow();
        // The next process finds the time on disk; a minute is exact enough for it.
        if (entry.Built.IsCompletedSuccessfully && now - entry.UsedAt > TimeSpan.FromMinutes(1))
        {
            Directory.SetLastWriteTimeUtc(Path.Combine(root.Path, entry.Key), now.UtcDateTime);
        }

        entry.UsedAt = now;
    }

    private void Return(CacheEntry entry)
    {
        lock (_gate)
        {
            entry.Leases--;
        }

        Evict(_root!, except: null);
    }

    private void Abandon(CacheEntry entry)
    {
        lock (_gate)
        {
            if (--entry.Leases == 0 && !entry.Built.IsCompletedSuccessfully)
            {
                Forget(entry);
                entry.GiveUp();
            }
        }
    }

    private void Forget(CacheEntry entry)
    {
        if (_entries.TryGetValue(entry.Key, out var known) && known == entry)
        {
            _entries.Remove(entry.Key);
        }
    }

    /// <param name="root">The place.</param>
    /// <param name="except">One that was just built.</param>
    private void Evict(ProcessFolder root, CacheEntry? except)
    {
        foreach (var removed in MoveIdle(root, except))
        {
            Remove(removed);
        }
    }

    // What cannot be removed now is when the place is taken the next time; why it is on its way out matters more.
    private static void Remove(string work)
    {
        try
        {
            FileTree.Delete(work);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Left for the next start.
        }
    }

    // Moved under the lock, so that nobody can be given one that is on its way out; removed after it, because that takes long.
    private List<string> MoveIdle(ProcessFolder root, CacheEntry? except)
    {
        lock (_gate)
        {
            var removed = new List<string>();
            foreach (var one in _bytes > maxBytes ? Idle(except) : [])
            {
                if (_bytes <= maxBytes)
                {
                    break;
                }

                removed.Add(MoveOut(root, one));
                _bytes -= one.Bytes;
            }

            return removed;
        }
    }

    private List<CacheEntry> Idle(CacheEntry? except) =>
        [.. _entries.Values.Where(one => one.IsIdle && one != except).OrderBy(one => one.UsedAt)];

    private string MoveOut(ProcessFolder root, CacheEntry entry)
    {
        var path = Path.Combine(root.Path, entry.Key);
        var work = root.NewWork();
        FileTree.SetMode(path, FileTree.Own);
        Directory.Move(path, work);
        _entries.Remove(entry.Key);
        entry.Dispose();
        return work;
    }
}
