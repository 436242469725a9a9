using System.ComponentModel;
using System.Diagnostics;

namespace FlowFunctions.App.Local;

/// <summary>A package of the system's that the app can do without, but not everything.</summary>
/// <param name="name">The package's name, the same for the package managers that know it.</param>
internal sealed class SystemPackage(string name)
{
    private const string Installer = "/usr/bin/apt-get";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>The line that installs it.</summary>
    public string Advice => $"sudo apt-get install -y {name}";

    /// <summary>Whether this process may install it.</summary>
    public static bool MayInstall => Environment.IsPrivilegedProcess && File.Exists(Installer);

    /// <summary>Installs it; the lists of packages are fetched only when they do not have it.</summary>
    /// <returns>Whether it is installed.</returns>
    public async Task<bool> TryInstallAsync(CancellationToken cancellationToken)
    {
        string[] install = ["install", "-y", "--no-install-recommends", name];
        return await RunAsync(install, cancellationToken)
            || (await RunAsync(["update"], cancellationToken) && await RunAsync(install, cancellationToken));
    }

    private static async Task<bool> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Installer, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            return await EndAsync(process, cancellationToken) == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static async Task<int> EndAsync(Process process, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            await Task.WhenAll(
                process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, limit.Token),
                process.StandardError.BaseStream.CopyToAsync(Stream.Null, limit.Token)
            );
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return -1;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
