using System.Collections.Immutable;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Engine.Payloads;

/// <summary>
/// Keeps large values out of histories: stores them before an event carries them, and loads them for those who look inside.
/// </summary>
/// <param name="store">Where they lie.</param>
/// <param name="limits">What counts as large.</param>
public sealed class LargeValues(IPayloadStore store, PayloadLimits limits)
{
    /// <summary>The longest message of an error in characters; the rest is cut off.</summary>
    public const int MaxMessageLength = 2000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Task<Payload>> _loading = new(StringComparer.Ordinal);
    private readonly PayloadCache _cache = new(limits.CacheBytes);

    /// <summary>Bytes of stored values held in memory.</summary>
    public long CachedBytes => _cache.Bytes;

    /// <summary>Whether a value may stand in a history as it is.</summary>
    public bool IsInline(Payload? payload) =>
        payload is null || payload.Reference is not null || payload.Length <= limits.MaxInlineBytes;

    /// <summary>Whether an outcome may stand in a history as it is.</summary>
    public bool IsInline(StepOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        return IsInline(outcome.Payload)
            && outcome is not StepOutcome.Failed { Error.Message.Length: > MaxMessageLength };
    }

    /// <summary>A form of the value that may stand in a history: its own text if it is small, else a reference.</summary>
    /// <exception cref="PayloadTooLargeException">It is larger than any value may be.</exception>
    /// <exception cref="IOException">It cannot be stored now.</exception>
    public ValueTask<Payload> StoreAsync(Payload payload, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(payload);
        return IsInline(payload) ? new(payload.Compact()) : PutAsync(payload, cancellationToken);
    }

    /// <summary>The outcome in the form in which it may stand in a history.</summary>
    /// <inheritdoc cref="StoreAsync(Payload, CancellationToken)" path="/exception"/>
    public async ValueTask<StepOutcome> StoreAsync(StepOutcome outcome, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        var bounded = outcome is StepOutcome.Failed { Error: { Message.Length: > MaxMessageLength } error }
            ? new StepOutcome.Failed(Cut(error))
            : outcome;
        if (bounded.Payload is not { } payload)
        {
            return bounded;
        }

        var stored = await StoreAsync(payload, cancellationToken);
        return ReferenceEquals(stored, payload) ? bounded : bounded.With(stored);
    }

    /// <summary>The start with every large value of its own stored.</summary>
    /// <inheritdoc cref="StoreAsync(Payload, CancellationToken)" path="/exception"/>
    public async ValueTask<RunStart> StoreAsync(RunStart start, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(start);
        var input = await StoreAsync(start.Input, cancellationToken);
        var trigger = await StoreAsync(start.Trigger, cancellationToken);
        var env = await StoreAsync(start.Env, cancellationToken);
        var seeds = start.Seeds.IsEmpty ? start.Seeds : await StoreAsync(start.Seeds, cancellationToken);
        return
            ReferenceEquals(input, start.Input)
            && ReferenceEquals(trigger, start.Trigger)
            && ReferenceEquals(env, start.Env)
            && ReferenceEquals(seeds, start.Seeds)
            ? start
            : start with
            {
                Input = input,
                Trigger = trigger,
                Env = env,
                Seeds = seeds,
            };
    }

    /// <summary>The value itself, also when it is stored elsewhere.</summary>
    /// <exception cref="PayloadMissingException">It is not there, or is damaged.</exception>
    /// <exception cref="IOException">It cannot be read now.</exception>
    public ValueTask<Payload> LoadAsync(Payload payload, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(payload);
        return payload.Reference is { } reference ? FindAsync(reference, cancellationToken) : new(payload);
    }

    /// <summary>The result with its values loaded, for a caller.</summary>
    /// <inheritdoc cref="LoadAsync(Payload, CancellationToken)" path="/exception"/>
    public async ValueTask<RunResult> LoadAsync(RunResult result, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(result);
        return PayloadContents.Of(result).All(static payload => payload.Reference is null)
            ? result
            : result with
            {
                Output = await LoadAnyAsync(result.Output, cancellationToken),
                Error = await ChangeAsync(result.Error, payload => LoadAsync(payload, cancellationToken)),
            };
    }

    /// <summary>The request with all that the step's expressions look at loaded; the rest stays where it is.</summary>
    /// <inheritdoc cref="LoadAsync(Payload, CancellationToken)" path="/exception"/>
    public ValueTask<StepRequest> LoadAsync(StepRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.ReadsStored() ? LoadReadAsync(request, cancellationToken) : new(request);
    }

    /// <summary>Stored bytes that are no JSON value.</summary>
    /// <inheritdoc cref="LoadAsync(Payload, CancellationToken)" path="/exception"/>
    public ValueTask<byte[]> LoadBytesAsync(PayloadReference reference, CancellationToken cancellationToken) =>
        store.GetAsync(reference, cancellationToken);

    /// <summary>Stores bytes that are no JSON value.</summary>
    /// <inheritdoc cref="StoreAsync(Payload, CancellationToken)" path="/exception"/>
    public ValueTask<PayloadReference> StoreBytesAsync(byte[] content, CancellationToken cancellationToken) =>
        store.PutAsync(content, cancellationToken);

    private async ValueTask<ImmutableSortedDictionary<string, StepView>> StoreAsync(
        ImmutableSortedDictionary<string, StepView> views,
        CancellationToken cancellationToken
    )
    {
        var stored = views;
        foreach (var (id, view) in views)
        {
            var changed = await ChangeAsync(view, payload => StoreAsync(payload, cancellationToken));
            stored = ReferenceEquals(changed, view) ? stored : stored.SetItem(id, changed);
        }

        return stored;
    }

    private static StepError Cut(StepError error) =>
        error with
        {
            Message = $"{error.Message.AsSpan(0, MaxMessageLength - 1)}…",
        };

    private static async ValueTask<StepView> ChangeAsync(StepView view, Func<Payload, ValueTask<Payload>> change)
    {
        var output = view.Output is { } given ? await change(given) : null;
        var error = await ChangeAsync(view.Error, change);
        return ReferenceEquals(output, view.Output) && ReferenceEquals(error, view.Error)
            ? view
            : view with
            {
                Output = output,
                Error = error,
            };
    }

    private static async ValueTask<StepError?> ChangeAsync(StepError? error, Func<Payload, ValueTask<Payload>> change)
    {
        if (error?.Details is not { } details)
        {
            return error;
        }

        var changed = await change(details);
        return ReferenceEquals(changed, details) ? error : error with { Details = changed };
    }

    private async ValueTask<Payload> PutAsync(Payload payload, CancellationToken cancellationToken)
    {
        if (payload.Length > limits.MaxBytes)
        {
            throw new PayloadTooLargeException(payload.Length, limits.MaxBytes);
        }

        var text = payload.Compact();
        var reference = await store.PutAsync(text.Utf8, cancellationToken);
        _cache.Set(reference.Hash, text);
        return Payload.FromReference(reference);
    }

    private async ValueTask<Payload?> LoadAnyAsync(Payload? payload, CancellationToken cancellationToken) =>
        payload is null ? null : await LoadAsync(payload, cancellationToken);

    private async ValueTask<StepRequest> LoadReadAsync(StepRequest request, CancellationToken cancellationToken)
    {
        var steps = new Dictionary<string, StepView>(request.Steps, StringComparer.Ordinal);
        foreach (var need in request.Step.Needs)
        {
            if (steps.TryGetValue(need.Id, out var view))
            {
                steps[need.Id] = await LoadReadAsync(request.Step, need.Id, view, cancellationToken);
            }
        }

        return request with
        {
            Input = await LoadIfReadAsync(request.Input, "input"),
            Trigger = await LoadIfReadAsync(request.Trigger, "trigger"),
            Env = await LoadIfReadAsync(request.Env, "env"),
            GivenItem = request.GivenItem is { } item ? await LoadIfReadAsync(item, "item") : null,
            Items = request.Items is { } items ? await LoadIfReadAsync(items, "items", "item") : null,
            Steps = steps,
            Resume = await LoadAsync(request.Resume, cancellationToken),
        };

        ValueTask<Payload> LoadIfReadAsync(Payload payload, params ReadOnlySpan<string> roots)
        {
            foreach (var root in roots)
            {
                if (request.Step.Reads(root))
                {
                    return LoadAsync(payload, cancellationToken);
                }
            }

            return new(payload);
        }
    }

    private async ValueTask<StepView> LoadReadAsync(
        Flows.Plans.PlanStep step,
        string id,
        StepView view,
        CancellationToken cancellationToken
    ) =>
        view with
        {
            Output = step.ReadsOutput(id) ? await LoadAnyAsync(view.Output, cancellationToken) : view.Output,
            Error = step.ReadsError(id)
                ? await ChangeAsync(view.Error, payload => LoadAsync(payload, cancellationToken))
                : view.Error,
        };

    private async ValueTask<StepResume?> LoadAsync(StepResume? resume, CancellationToken cancellationToken) =>
        resume switch
        {
            StepResume.SignalReceived signal => new StepResume.SignalReceived(
                await LoadAsync(signal.Payload, cancellationToken)
            ),
            StepResume.Called called => new StepResume.Called(await LoadAsync(called.Output, cancellationToken)),
            StepResume.Repeated repeated => repeated with { Last = await LoadAsync(repeated.Last, cancellationToken) },
            StepResume.Iterated iterated => iterated with
            {
                Results = await LoadAsync(iterated.Results, cancellationToken),
            },
            _ => resume,
        };

    private async ValueTask<IReadOnlyList<IterationResult>> LoadAsync(
        IReadOnlyList<IterationResult> results,
        CancellationToken cancellationToken
    )
    {
        var loaded = new IterationResult[results.Count];
        for (var i = 0; i < loaded.Length; i++)
        {
            loaded[i] = new(
                await LoadAnyAsync(results[i].Output, cancellationToken),
                await ChangeAsync(results[i].Error, payload => LoadAsync(payload, cancellationToken))
            );
        }

        return loaded;
    }

    /// <summary>Many steps may ask for one value at once; it is read and parsed once.</summary>
    private ValueTask<Payload> FindAsync(PayloadReference reference, CancellationToken cancellationToken)
    {
        if (_cache.TryGet(reference.Hash, out var cached) && cached.IsParsed)
        {
            return new(cached);
        }

        lock (_lock)
        {
            if (!_loading.TryGetValue(reference.Hash, out var loading))
            {
                loading = Task.Run(() => ReadAsync(reference), CancellationToken.None);
                _loading.Add(reference.Hash, loading);
            }

            return new(loading.WaitAsync(cancellationToken));
        }
    }

    private async Task<Payload> ReadAsync(PayloadReference reference)
    {
        try
        {
            if (!_cache.TryGet(reference.Hash, out var payload))
            {
                payload = Payload.FromUtf8(await store.GetAsync(reference, CancellationToken.None));
            }

            var parsed = Payload.From(payload.Element);
            _cache.Set(reference.Hash, parsed);
            return parsed;
        }
        finally
        {
            lock (_lock)
            {
                _loading.Remove(reference.Hash);
            }
        }
    }
}
