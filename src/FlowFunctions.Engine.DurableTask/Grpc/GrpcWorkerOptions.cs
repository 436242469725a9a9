using FlowFunctions.Engine.DurableTask.Clients;

namespace FlowFunctions.Engine.DurableTask.Grpc;

/// <summary>How much work a worker takes, and how it holds the connection.</summary>
public sealed record GrpcWorkerOptions
{
    /// <summary>How many turns at the same time; 1 or more. The backend is told and held to it.</summary>
    public int MaxTurns { get; init; } = 100;

    /// <summary>How many activities at the same time; 1 or more. The backend is told and held to it.</summary>
    public int MaxActivities { get; init; } = 100;

    /// <summary>Timeouts and repetitions of what is told to the backend; 30 s and 5 attempts by default. Work that cannot be told is done again by someone.</summary>
    public TaskHubCallOptions Calls { get; init; } = new() { Timeout = TimeSpan.FromSeconds(30), MaxAttempts = 5 };

    /// <summary>The first pause and the longest one between attempts to connect again; 0.5 s and 30 s by default. Only the pauses count here.</summary>
    public TaskHubCallOptions Reconnection { get; init; } =
        new() { FirstPause = TimeSpan.FromMilliseconds(500), LongestPause = TimeSpan.FromSeconds(30) };

    /// <summary>After how long without a word from a backend that has sent health pings before the connection is made anew; 2 minutes by default.</summary>
    public TimeSpan MaxSilence { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long work under way may take to end when the worker stops; 30 s by default.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Told of trouble that the worker gets over by itself: a lost connection, work that could not be told. For logs; it must not throw.</summary>
    public Action<string, Exception?> Trouble { get; init; } = static (_, _) => { };
}
