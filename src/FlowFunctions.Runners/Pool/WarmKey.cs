using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FlowFunctions.Runners.Calls;

namespace FlowFunctions.Runners.Pool;

/// <summary>Says which calls may share a process: those that differ in their input only.</summary>
internal static class WarmKey
{
    /// <summary>The key of a call; a hash, because secrets are in it.</summary>
    /// <param name="call">The call.</param>
    /// <param name="kind">The kind of its process.</param>
    public static string For(ScriptCall call, ProcessKind kind)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, call.ReuseKey ?? "");
        Add(hash, call.Folder.Hash);
        Add(hash, call.Entry);
        Add(hash, kind.ToString());
        Add(hash, call.Limits.ToString());
        AddAll(hash, call.Variables);
        AddAll(hash, call.SecretFiles);
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static void AddAll(IncrementalHash hash, IReadOnlyDictionary<string, string> texts)
    {
        Add(hash, texts.Count.ToString(CultureInfo.InvariantCulture));
        foreach (var (name, value) in texts.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            Add(hash, name);
            Add(hash, value);
        }
    }

    // With its length in front, no text can pass for two others.
    private static void Add(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        hash.AppendData(BitConverter.GetBytes(bytes.Length));
        hash.AppendData(bytes);
    }
}
