using System.Text.Json;
using FlowFunctions.Storage.Logs;

namespace FlowFunctions.App.Runs.Logs;

/// <summary>What the steps of a run wrote, read on from where the last reading ended.</summary>
/// <param name="store">The logs.</param>
/// <param name="workspace">The tenant.</param>
/// <param name="runId">The run.</param>
/// <param name="filter">Which steps.</param>
/// <param name="range">Which of their lines.</param>
internal sealed class StepLogs(LogStore store, string workspace, string runId, LogFilter filter, LogRange range)
{
    /// <summary>What is read for one answer, because it is put in order in memory: 16 MB.</summary>
    private const long MaxBytes = 16 * 1024 * 1024;

    private readonly Dictionary<LogKey, long> _offsets = [];
    private long _bytes;
    private bool _isCut;

    /// <summary>The lines that are new, in no order.</summary>
    /// <exception cref="Azure.RequestFailedException">The storage account does not answer.</exception>
    public async Task<IReadOnlyList<LogLine>> ReadAsync(CancellationToken cancellationToken)
    {
        var lines = new List<LogLine>();
        await foreach (var log in store.ListAsync(workspace, runId, cancellationToken))
        {
            if (filter.Fits(log.Key.StepPath, log.Key.Attempt))
            {
                await ReadAsync(log, lines, cancellationToken);
            }
        }

        return lines;
    }

    private async Task ReadAsync(LogAttempt log, List<LogLine> lines, CancellationToken cancellationToken)
    {
        if (!_offsets.TryGetValue(log.Key, out var offset) && range.From is { } from)
        {
            offset = await store.FindAsync(log, from, cancellationToken);
        }

        var known = lines.Count;
        while (offset < log.Length && !_isCut && lines.Count - known < range.Most)
        {
            var part = await store.ReadAsync(log.Key, offset, cancellationToken: cancellationToken);
            if (part is null || part.Bytes.IsEmpty)
            {
                break;
            }

            AddLines(log.Key, part.Bytes.Span, lines);
            _offsets[log.Key] = offset = part.NextOffset;
            _bytes += part.Bytes.Length;
            if (_bytes > MaxBytes)
            {
                _isCut = true;
                lines.Add(CutAt(lines[^1].At));
            }
        }
    }

    private static LogLine CutAt(DateTimeOffset at) =>
        new(
            at,
            LogLine.Warning,
            Step: null,
            Attempt: null,
            $"The steps wrote more than {MaxBytes >> 20} MB; the rest is left out here. Ask for one step and attempt: ?step=...&attempt=..."
        );

    private void AddLines(LogKey key, ReadOnlySpan<byte> bytes, List<LogLine> lines)
    {
        foreach (var part in bytes.Split((byte)'\n'))
        {
            if (bytes[part] is { Length: > 0 } text && LineOf(key, text) is var line && !(line.At < range.From))
            {
                lines.Add(line);
            }
        }
    }

    private static LogLine LineOf(LogKey key, ReadOnlySpan<byte> text)
    {
        var line = JsonElement.Parse(text);
        return new LogLine(
            line.GetProperty("at").GetDateTimeOffset(),
            line.GetProperty("level").GetString()!,
            key.StepPath,
            key.Attempt,
            line.GetProperty("text").GetString()!
        )
        {
            IsOfStep = true,
        };
    }
}
