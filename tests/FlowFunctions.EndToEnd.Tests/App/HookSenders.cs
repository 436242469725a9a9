using System.Globalization;

namespace FlowFunctions.EndToEnd.Tests.App;

/// <summary>Sends deliveries to <c>/hooks/default/in</c> until they are accepted, as senders do.</summary>
internal sealed class HookSenders
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private int _accepted;

    /// <summary>Waits until so many were accepted.</summary>
    public async Task AcceptedAsync(int count)
    {
        while (Volatile.Read(ref _accepted) < count)
        {
            await Task.Yield();
        }
    }

    /// <summary>Sends a delivery.</summary>
    /// <param name="app">Who takes it now; asked for each try, because the app may be replaced meanwhile.</param>
    /// <param name="n">What it carries.</param>
    /// <returns>The run.</returns>
    public async Task<string> SendAsync(Func<AppRun> app, int n)
    {
        var body = string.Create(CultureInfo.InvariantCulture, $$"""{"n":{{n}}}""");
        while (true)
        {
            try
            {
                var answer = await app().PostAsync("/hooks/default/in", body);
                if (answer.Status == 202)
                {
                    Interlocked.Increment(ref _accepted);
                    return answer.Text("id")!;
                }
            }
            catch (HttpRequestException)
            {
                // Nobody is there; the next try may find the app that takes its place.
            }

            await Task.Delay(Pause);
        }
    }
}
