namespace FlowFunctions.Cli.Server;

/// <summary>A server has refused a request.</summary>
internal sealed class ServerException(ServerProblem problem) : Exception(problem.Detail)
{
    public ServerProblem Problem => problem;

    /// <summary>The exit code of a command that ends with it.</summary>
    public int ExitCode =>
        problem.Status switch
        {
            409 or 412 or 428 => Cli.ExitCode.Conflict,
            408 or 429 or >= 500 => Cli.ExitCode.Unavailable,
            _ => Cli.ExitCode.Invalid,
        };
}

/// <summary>A server cannot be reached, or the connection to it broke; the message says what to do.</summary>
internal sealed class ServerUnavailableException(string message, Exception? inner) : Exception(message, inner);
