using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;

namespace FlowFunctions.Storage.Local;

/// <summary>A folder with a <c>package.json</c>: its packages are installed once for each state of its lock file.</summary>
/// <param name="folder">The folder.</param>
/// <param name="what">What it is, as it reads in a sentence, such as <c>Azurite</c>.</param>
public sealed class NpmFolder(string folder, string what)
{
    private static readonly TimeSpan RetryLock = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan NpmLimit = TimeSpan.FromMinutes(10);

    private const int NotFound = 127;
    private const string NoNpm = "npm was not found. Install Node.js 20 or later, which brings it.";

    // npm does not end when its parent is killed; this does, and ends it, because its standard input closes. In a group of its own,
    // npm and what it starts can be ended at once, and Ctrl+C does not reach it behind this program's back.
    private const string NpmWithParent = """
        const { spawn, spawnSync } = require('node:child_process');
        const windows = process.platform === 'win32';
        const npm = spawn('npm', process.argv.slice(1), {
          stdio: ['ignore', 'inherit', 'inherit'], detached: !windows, shell: windows,
        });
        const stop = () => {
          if (windows) spawnSync('taskkill', ['/pid', String(npm.pid), '/t', '/f']);
          else if (npm.pid) process.kill(-npm.pid, 'SIGKILL');
        };
        process.on('SIGINT', () => {});
        process.stdin.on('end', stop).on('error', stop).resume();
        npm.on('error', () => process.exit(127)).on('exit', (code) => process.exit(code ?? 1));
        """;

    // npm's own patience with a network that is not there is several minutes.
    private static readonly string[] Install =
    [
        "ci",
        "--no-audit",
        "--no-fund",
        "--fetch-retries=2",
        "--fetch-retry-mintimeout=1000",
        "--fetch-retry-maxtimeout=2000",
    ];

    private static readonly string[] NetworkErrors =
    [
        "ENOTFOUND",
        "EAI_AGAIN",
        "ECONNREFUSED",
        "ECONNRESET",
        "ETIMEDOUT",
        "ENETUNREACH",
        "EHOSTUNREACH",
        "ERR_SOCKET_TIMEOUT",
    ];

    private readonly string _modules = Path.Combine(folder, "node_modules");
    private readonly string _stamp = Path.Combine(folder, "node_modules", ".flow-functions-lock");

    /// <summary>Installs the packages unless that is done. One process at a time does it.</summary>
    /// <param name="begins">Called before the installation, which can take a minute.</param>
    /// <param name="cancellationToken">Stops waiting and npm.</param>
    /// <exception cref="NpmException">npm is missing or failed, or the folder cannot be written.</exception>
    public async Task InstallAsync(Action begins, CancellationToken cancellationToken)
    {
        var wanted = await WantedAsync(cancellationToken);
        if (IsInstalled(wanted))
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(_modules);
            await using var alone = await LockAsync(".install.lock", cancellationToken);
            if (!IsInstalled(wanted))
            {
                begins();
                await RunNpmAsync(Install, cancellationToken);
                await File.WriteAllTextAsync(_stamp, wanted, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new NpmException($"{what} cannot be installed in '{folder}': {exception.Message}", exception);
        }
    }

    /// <summary>Runs a script of <c>package.json</c>.</summary>
    /// <param name="script">Its name.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="NpmException">It failed; the message has what it said.</exception>
    public Task RunAsync(string script, CancellationToken cancellationToken) =>
        RunNpmAsync(["run", script], cancellationToken);

    private async Task<string> WantedAsync(CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, "package-lock.json");
        return File.Exists(file)
            ? Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(file, cancellationToken)))
            : throw new NpmException($"{what} cannot be installed: there is no '{file}'.");
    }

    private bool IsInstalled(string wanted) => File.Exists(_stamp) && File.ReadAllText(_stamp) == wanted;

    /// <summary>Waits until no other process has a file of the folder, which two test runs and the app may want at once.</summary>
    /// <param name="name">The file's name. It stays: removing it would race.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>To be disposed of by its owner.</returns>
    /// <exception cref="IOException">The folder is not there, or cannot be written.</exception>
    public async Task<FileStream> LockAsync(string name, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, name);
        while (true)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(file))
            {
                await Task.Delay(RetryLock, cancellationToken);
            }
        }
    }

    private async Task RunNpmAsync(string[] arguments, CancellationToken cancellationToken)
    {
        using var npm = Start(arguments);
        var output = npm.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = npm.StandardError.ReadToEndAsync(CancellationToken.None);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(NpmLimit);
        try
        {
            await npm.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            npm.StandardInput.Close();
            await npm.WaitForExitAsync(CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
            throw new NpmException(
                $"'npm {Named(arguments)}' in '{folder}' did not end within {NpmLimit.TotalMinutes:0} minutes. Check the network and start again."
            );
        }

        if (npm.ExitCode == NotFound)
        {
            throw new NpmException(NoNpm);
        }

        if (npm.ExitCode != 0)
        {
            throw Failure(arguments, $"{(await errors).Trim()}\n{(await output).Trim()}".Trim());
        }
    }

    private NpmException Failure(string[] arguments, string said) =>
        Array.Find(NetworkErrors, error => said.Contains(error, StringComparison.Ordinal)) is { } error
            ? new(
                $"npm cannot reach its registry to install {what} ({error}). Check the network and npm's proxy settings, then start again."
            )
            : new($"'npm {Named(arguments)}' in '{folder}' failed:\n{said}");

    private static string Named(string[] arguments) =>
        string.Join(' ', arguments.Where(static argument => !argument.StartsWith("--", StringComparison.Ordinal)));

    private Process Start(string[] arguments)
    {
        var start = new ProcessStartInfo("node", ["-e", NpmWithParent, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("NODE_OPTIONS");
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new NpmException(NoNpm, exception);
        }
    }
}
