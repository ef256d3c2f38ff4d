using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace TorchTrust.Watch.Fixture;

/// <content>How a program ends, how long it goes on, and what it starts.</content>
internal static partial class Trainings
{
    private static void Throws(Job job)
    {
        Right(job);
        throw new InvalidOperationException("the disk of the user is full");
    }

    private static void SegmentationFault(Job job)
    {
        Right(job);
        _ = Length(16);
    }

    [System.Runtime.InteropServices.DllImport("libc", EntryPoint = "strlen")]
    [System.Runtime.InteropServices.DefaultDllImportSearchPaths(System.Runtime.InteropServices.DllImportSearchPath.SafeDirectories)]
    private static extern nint Length(nint text);

    private static void Endless(Job job)
    {
        Console.WriteLine($"begun {Environment.ProcessId}");
        Right(new Job(["", "epochs=1000000"]));
    }

    private static void Long(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        Adam optimizer = optim.Adam(net.parameters(), 1e-4);
        for (int epoch = 1; epoch <= job["epochs", 2000]; epoch++)
        {
            net.train();
            foreach ((Tensor inputs, Tensor labels) in toy.Epoch())
            {
                using DisposeScope scope = NewDisposeScope();
                optimizer.zero_grad();
                cross_entropy(net.forward(inputs), labels).backward();
                optimizer.step();
            }

            Evaluate(net, toy);
            if (epoch == job["epochs", 2000] / 4 || epoch == job["epochs", 2000])
            {
                Console.WriteLine($"bytes {GC.GetTotalMemory(forceFullCollection: true)}");
            }
        }
    }

    /// <summary>A program with an exporter of its own, which knows of us but a name.</summary>
    private static void Exports(Job job)
    {
        void To(OtlpExporterOptions exporter, string signal)
        {
            exporter.Endpoint = new Uri($"http://127.0.0.1:{job["port", 4318]}/v1/{signal}");
            exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
        }

        using MeterProvider metrics = Sdk.CreateMeterProviderBuilder().AddMeter("TorchTrust")
            .AddOtlpExporter(exporter => To(exporter, "metrics")).Build();
        using TracerProvider spans = Sdk.CreateTracerProviderBuilder().AddSource("TorchTrust")
            .AddOtlpExporter(exporter => To(exporter, "traces")).Build();
        NoClearing(job);
    }

    private static void StartsChild(Job job)
    {
        using var child = System.Diagnostics.Process
            .Start(new System.Diagnostics.ProcessStartInfo("env") { RedirectStandardOutput = true, UseShellExecute = false })!;
        string environment = child.StandardOutput.ReadToEnd();
        Console.WriteLine(
            environment.Contains("TORCHTRUST", StringComparison.Ordinal) || environment.Contains("STARTUP_HOOKS", StringComparison.Ordinal)
            ? "the child knows"
            : "the child knows nothing");
        Right(job);
    }
}
