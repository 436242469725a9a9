using System.Security.Cryptography;
using FlowFunctions.Runners.Calls;

namespace FlowFunctions.Runners.Sessions;

/// <summary>Makes messages of calls, and calls of messages.</summary>
internal static class SessionCalls
{
    /// <summary>The message of a call, with all files of its folder.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static async Task<SessionRequest> ToRequestAsync(ScriptCall call, CancellationToken cancellationToken)
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(call.Folder.Path, "*", SearchOption.AllDirectories))
        {
            if (new FileInfo(path).LinkTarget is null)
            {
                var name = Path.GetRelativePath(call.Folder.Path, path);
                files[name] = await File.ReadAllBytesAsync(path, cancellationToken);
            }
        }

        return new()
        {
            Runtime = call.Runtime.ToString(),
            Entry = call.Entry,
            Files = files,
            Input = call.Input,
            Context = call.Context,
            Variables = new(call.Variables),
            SecretFiles = new(call.SecretFiles),
            HasNetwork = call.Network is NetworkAccess.Outbound,
            Limits = call.Limits,
            ReuseKey = call.ReuseKey,
        };
    }

    /// <summary>The hash of each file's content, by path.</summary>
    public static Dictionary<string, string> Hashes(SessionRequest request) =>
        request.Files.ToDictionary(
            file => file.Key,
            file => Convert.ToHexStringLower(SHA256.HashData(file.Value)),
            StringComparer.Ordinal
        );

    /// <summary>The call of a message; null when it names a runtime that there is not.</summary>
    public static ScriptCall? ToCall(SessionRequest request, ScriptFolder folder, IScriptLog log) =>
        Enum.TryParse<ScriptRuntime>(request.Runtime, out var runtime) && Enum.IsDefined(runtime)
            ? new()
            {
                Runtime = runtime,
                Entry = request.Entry,
                Folder = folder,
                Input = request.Input,
                Context = request.Context,
                Variables = request.Variables,
                SecretFiles = request.SecretFiles,
                Network = request.HasNetwork ? NetworkAccess.Outbound : NetworkAccess.None,
                Limits = request.Limits,
                ReuseKey = request.ReuseKey,
                Log = log,
            }
            : null;
}
