using System.Runtime.InteropServices;

namespace FlowFunctions.App.Limits.Rates;

/// <summary>The streams that each caller has open at this instance.</summary>
internal sealed class OpenStreams
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Workspace, string Caller), long> _open = [];

    /// <summary>Opens one, unless the caller has as many as it may.</summary>
    public bool TryOpen((string Workspace, string Caller) key, long most)
    {
        lock (_gate)
        {
            ref var open = ref CollectionsMarshal.GetValueRefOrAddDefault(_open, key, out _);
            if (open >= most)
            {
                return false;
            }

            open++;
            return true;
        }
    }

    /// <summary>One has ended.</summary>
    public void Close((string Workspace, string Caller) key)
    {
        lock (_gate)
        {
            if (--CollectionsMarshal.GetValueRefOrAddDefault(_open, key, out _) == 0)
            {
                _open.Remove(key);
            }
        }
    }
}
