using System.Buffers.Text;

namespace FlowFunctions.Runners.Executions;

/// <summary>What a starter says.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Data">Its bytes.</param>
internal readonly record struct Answer(AnswerKind Kind, ReadOnlyMemory<byte> Data);

/// <summary>Kinds of answers; the value is the letter on the wire.</summary>
internal enum AnswerKind
{
    /// <summary>The process waits for its first call.</summary>
    Ready = 'H',

    /// <summary>The output.</summary>
    Output = 'O',

    /// <summary>An error, as JSON.</summary>
    Error = 'E',

    /// <summary>The script ended the process itself, with an exit code.</summary>
    Exit = 'X',

    /// <summary>A shell script that cannot be read: what the shell said.</summary>
    Syntax = 'S',

    /// <summary>An output of a shell script that is too large: its size.</summary>
    TooLarge = 'L',
}

/// <summary>Reads answers.</summary>
/// <param name="stream">The connection to the starter.</param>
internal sealed class AnswerReader(Stream stream)
{
    private const int HeadLength = 12;
    private const int MaxErrorBytes = 1024 * 1024;

    private readonly byte[] _head = new byte[HeadLength];

    /// <summary>Reads the next one.</summary>
    /// <param name="limit">The largest output.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The answer; null when the process has ended, or says what no starter says.</returns>
    public async Task<Answer?> ReadAsync(int limit, CancellationToken cancellationToken)
    {
        try
        {
            await stream.ReadExactlyAsync(_head, cancellationToken);
            var kind = (AnswerKind)_head[0];
            if (!Enum.IsDefined(kind) || !Utf8Parser.TryParse(_head.AsSpan(1), out int length, out _) || length < 0)
            {
                return null;
            }

            if (length > (kind is AnswerKind.Output ? limit : MaxErrorBytes))
            {
                return new Answer(AnswerKind.TooLarge, _head.AsMemory(1));
            }

            var data = new byte[length];
            await stream.ReadExactlyAsync(data, cancellationToken);
            return new Answer(kind, data);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
