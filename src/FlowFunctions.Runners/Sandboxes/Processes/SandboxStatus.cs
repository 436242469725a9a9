using System.Text.Json;

namespace FlowFunctions.Runners.Sandboxes.Processes;

/// <summary>Reads what the process around a sandbox tells of it: JSON objects in a row, as <c>bwrap --json-status-fd</c> writes them.</summary>
/// <param name="stream">The pipe; its end is the end of the sandbox with everything in it.</param>
internal sealed class SandboxStatus(Stream stream) : IDisposable
{
    /// <summary>Reads to the end.</summary>
    /// <param name="started">Called once the first process inside is there, with its id outside.</param>
    /// <returns>The exit code, or null when none was told.</returns>
    public async Task<int?> ReadAsync(Action<int> started)
    {
        int? exitCode = null;
        var buffer = new byte[1024];
        var filled = 0;
        while (await stream.ReadAsync(buffer.AsMemory(filled)) is > 0 and var count)
        {
            filled += count;
            var rest = buffer.AsSpan(0, filled);
            while (rest.IndexOf((byte)'\n') is >= 0 and var end)
            {
                exitCode = Read(rest[..end], "exit-code"u8) ?? exitCode;
                if (Read(rest[..end], "child-pid"u8) is { } process)
                {
                    started(process);
                }

                rest = rest[(end + 1)..];
            }

            filled = rest.Length;
            rest.CopyTo(buffer);
        }

        return exitCode;
    }

    public void Dispose() => stream.Dispose();

    private static int? Read(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.PropertyName && reader.ValueTextEquals(name) && reader.Read())
            {
                return reader.GetInt32();
            }
        }

        return null;
    }
}
