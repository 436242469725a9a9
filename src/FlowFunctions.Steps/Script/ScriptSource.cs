using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Runners.Calls;
using FlowFunctions.Steps.Execution;

namespace FlowFunctions.Steps.Script;

/// <summary>The script of a step: the file that is executed, and the files around it.</summary>
/// <param name="Entry">The file's path.</param>
/// <param name="Files">All files of the flow's folder by path, with the SHA-256 of each; inline code is one of them.</param>
/// <param name="Inline">The content of inline code, or null.</param>
internal sealed record ScriptSource(string Entry, ImmutableSortedDictionary<string, string> Files, byte[]? Inline)
{
    /// <summary>Reads it from an evaluated <c>with</c>.</summary>
    /// <exception cref="StepFailedException">The file is not in the flow's folder.</exception>
    public static ScriptSource Read(JsonElement with, ScriptRuntime runtime, StepRequest request)
    {
        if (with.OptionalText("code") is { } code)
        {
            var content = Encoding.UTF8.GetBytes(code);
            var name = $"{request.Step.Id}.inline{Extension(runtime)}";
            var hash = Convert.ToHexStringLower(SHA256.HashData(content));
            return new ScriptSource(name, request.Files.SetItem(name, hash), content);
        }

        var file = with.GetProperty("file").GetString()!;
        return request.Files.ContainsKey(file)
            ? new ScriptSource(file, request.Files, Inline: null)
            : throw new StepFailedException(
                new()
                {
                    Code = ScriptErrorCodes.FileMissing,
                    Message =
                        $"The version of flow {request.FlowId} that runs here has no file {file}. Put it into the flow's folder and save the flow again.",
                }
            );
    }

    /// <summary>Reads one of the files.</summary>
    public ValueTask<ReadOnlyMemory<byte>?> ReadAsync(
        IFlowFiles files,
        string workspace,
        string sha256,
        CancellationToken cancellationToken
    ) =>
        Inline is not null && Files[Entry] == sha256
            ? ValueTask.FromResult<ReadOnlyMemory<byte>?>(Inline)
            : files.ReadAsync(workspace, sha256, cancellationToken);

    private static string Extension(ScriptRuntime runtime) =>
        runtime switch
        {
            ScriptRuntime.Python => ".py",
            ScriptRuntime.Node => ".mjs",
            _ => ".sh",
        };
}
