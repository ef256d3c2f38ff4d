using System.Diagnostics;
using System.IO.Pipes;

namespace TorchTrust.Cli.Tests.Discovery;

public sealed class HandshakeTests
{
    [Fact]
    public async Task A_host_refuses_another_protocol_in_one_line()
    {
        using var requests = new AnonymousPipeServerStream(PipeDirection.Out, HandleInheritability.Inheritable);
        using var replies = new AnonymousPipeServerStream(PipeDirection.In, HandleInheritability.Inheritable);
        string[] files = [Path.ChangeExtension(Place.Fixture, ".deps.json"), Path.ChangeExtension(Place.Fixture, ".runtimeconfig.json")];
        string host = Path.Combine(Path.GetDirectoryName(Place.Fixture)!, "TorchTrust.Host.dll");
        using Process process = Process.Start("dotnet",
        [
            "exec", "--roll-forward", "Major", "--depsfile", files[0], "--runtimeconfig", files[1], host,
            requests.GetClientHandleAsString(), replies.GetClientHandleAsString(), "999",
        ]);
        requests.DisposeLocalCopyOfClientHandle();
        replies.DisposeLocalCopyOfClientHandle();
        using var reader = new StreamReader(replies);
        string? line = await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Contains("Refused", line, StringComparison.Ordinal);
        Assert.Contains("what started it speaks protocol 999", line, StringComparison.Ordinal);
    }
}
