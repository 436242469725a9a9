using System.Buffers.Text;
using System.Text;
using Azure;
using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Runs;

/// <summary>Lists runs, newest first, with a bounded number of requests.</summary>
internal sealed class RunList(TableClient runs, TableClient index)
{
    /// <summary>The service ends a page early when a search takes long; so many such pages are one call's share.</summary>
    private const int MaxPages = 4;
    private const int MaxLimit = 200;

    // Two keys, twice encoded.
    private const int MaxToken = 5_000;

    /// <exception cref="ArgumentException">The limit is out of range, or the continuation is none of this query's.</exception>
    public async Task<RunPage> ReadAsync(RunQuery query, CancellationToken cancellationToken)
    {
        if (query.Limit is < 1 or > MaxLimit)
        {
            throw new ArgumentException($"A list has 1 to {MaxLimit} runs, not {query.Limit}.", nameof(query));
        }

        var found = new List<RunHeader>(query.Limit);
        var token = Decode(query);
        if (!RunFilter.CanMatch(query))
        {
            return new RunPage(found, Continuation: null);
        }

        for (var page = 0; page < MaxPages && found.Count < query.Limit; page++)
        {
            token = await ReadPageAsync(query, token, found, cancellationToken);
            if (token is null)
            {
                return new RunPage(found, Continuation: null);
            }
        }

        // A run's id is a place that callers understand; the service's own token serves where nothing was found so far.
        return new RunPage(found, found.Count > 0 ? found[^1].RunId : Encode(token!));
    }

    private async Task<string?> ReadPageAsync(
        RunQuery query,
        string? token,
        List<RunHeader> found,
        CancellationToken cancellationToken
    )
    {
        var (table, filter) = query.ParentRunId is { } parent
            ? (runs, RunFilter.OfCalled(query, parent))
            : (query.FlowId is null ? index : runs, RunFilter.Of(query));
        var pages = table
            .QueryAsync(filter, select: RunRow.Columns, cancellationToken: cancellationToken)
            .AsPages(token, query.Limit - found.Count);
        await using var answers = pages.GetAsyncEnumerator(cancellationToken);
        var page = await NextAsync(answers, token);
        found.AddRange(page.Values.Select(RunRow.Read));
        return page.ContinuationToken;
    }

    private static async Task<Page<TableEntity>> NextAsync(IAsyncEnumerator<Page<TableEntity>> pages, string? token)
    {
        try
        {
            await pages.MoveNextAsync();
            return pages.Current;
        }
        catch (Exception exception)
            when (token is not null && exception is (FormatException or RequestFailedException { Status: 400 }))
        {
            throw NoContinuation(exception);
        }
    }

    private static string Encode(string token) =>
        RunQuery.TokenMark + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(token));

    private static string? Decode(RunQuery query)
    {
        if (query.After is { } after)
        {
            return RunKeys.IsPossible(RunKeys.Row(after)) ? null : throw NoContinuation(null);
        }

        if (query.Continuation is not { } continuation)
        {
            return null;
        }

        if (continuation.Length > MaxToken)
        {
            throw NoContinuation(null);
        }

        try
        {
            return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(continuation.AsSpan(RunQuery.TokenMark.Length)));
        }
        catch (FormatException exception)
        {
            throw NoContinuation(exception);
        }
    }

    private static ArgumentException NoContinuation(Exception? cause) =>
        new("The continuation is none that a list of runs gave. Leave it out to begin again.", cause);
}
