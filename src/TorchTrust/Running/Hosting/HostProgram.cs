using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Text;
using TorchSharp;
using TorchTrust.Checks;
using TorchTrust.Probes;
using TorchTrust.Running.Hosting.Travel;

namespace TorchTrust.Running.Hosting;

/// <summary>The main loop of a host: opens a subject, runs what it is asked to, and ends with the process that asks.</summary>
internal static class HostProgram
{
    /// <summary>The step before the user's own code is touched.</summary>
    public const string LoadingBackend = "loading the native backend of TorchSharp";

    private const int WrongUse = 64;

    /// <summary>Runs until the pipe of requests is closed.</summary>
    /// <param name="arguments">The handles of the pipes of requests and of replies, and the protocol.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string[] arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        if (arguments.Length != 3)
        {
            Console.Error.WriteLine(
                "TorchTrust starts this program by itself, where a check may end its process. It has no use of its own.");
            return WrongUse;
        }

        NativeHeap.ReturnLargeBlocks();

        // Ctrl-C in a terminal goes to all its processes: what it means for the checks, whoever asked for them decides.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        using var replies = new AnonymousPipeClientStream(PipeDirection.Out, arguments[1]);

        // Checks read in parallel, and each thread tells its steps: lines that run into each other would look like the end of the process.
        using TextWriter writer =
            TextWriter.Synchronized(new StreamWriter(replies, new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" });
        var observer = new ReplyObserver(reply => writer.WriteLine(HostJson.Line(reply)));
        if (arguments[2] != HostProtocol.Version.ToString(CultureInfo.InvariantCulture))
        {
            observer.Refused(HostProtocol.Mismatch(arguments[2]));
            return WrongUse;
        }

        var requests = new BlockingCollection<HostRequest>();
        new Thread(() => Listen(arguments[0], requests)) { IsBackground = true, Name = "requests" }.Start();
        InProcessChecks? checks = Open(() => AfterQuestions(requests, observer), observer);
        while (checks is not null)
        {
            HostTask task = requests.Take().Run!;
            observer.Ended(Perform(checks, task, observer), checks.Builds);
        }

        return 0;
    }

    /// <summary>
    /// Opens a subject. The backend is loaded while the weaver may still be at work: until it is asked to open, nothing of the user's is.
    /// </summary>
    private static InProcessChecks? Open(Func<HostOpening> asked, ReplyObserver observer)
    {
        bool isBackendLoaded = false;
        try
        {
            observer.Step(LoadingBackend);
            _ = EnvironmentProbe.Read();
            isBackendLoaded = true;
            HostOpening opening = asked();
            opening.Paths?.Enter();
            opening.Ambient?.Apply();
            long context = PrepareDevices(observer, opening.MeasuresMemory);
            observer.Step(opening.Subject.Address is { } address ? $"looking up {address.DisplayName}" : "rebuilding the subject");
            Subject subject = opening.Subject.Rebuild();
            subject = opening.Device is { } device ? subject.OnDevice(device) : subject;
            if (opening.TracesModules)
            {
                subject = subject.Traced(observer.Returned);
            }

            var options = new TrustOptions
            {
                Seed = opening.Seed,
                ProvesPower = opening.ProvesPower,
                ProvesEverywhere = opening.ProvesEverywhere,
                IsHost = true,
                CheckTimeLimit = Timeout.InfiniteTimeSpan,
                Catalogue = CheckList(opening),
            };
            var checks = new InProcessChecks(subject, options, "");
            observer.Opened(new HostDescription(checks.Name, checks.TypeName, checks.Kind, checks.Checks, checks.Environment)
            {
                MemoryOfDevices = context,
            });
            return checks;
        }
        catch (CannotTravelException reason)
        {
            observer.Refused(reason.Message);
        }
        catch (Exception thrown)
        {
            // Whoever asked gets to hear it, and decides.
            Exception cause = thrown is TypeInitializationException { InnerException: { } inner } ? inner : thrown;
            observer.Refused(
                LibraryVersions.Gap(thrown) ?? (isBackendLoaded
                    ? $"The process for the check could not open the subject: {cause.GetType().Name}: {cause.Message}"
                    : $"TorchSharp could not load its native backend: {Gist(cause.Message)}"),
                isBackendLoaded && LibraryVersions.Gap(thrown) is null);
        }

        return null;
    }

    /// <summary>Answers what is asked before a subject is opened.</summary>
    private static HostOpening AfterQuestions(BlockingCollection<HostRequest> requests, ReplyObserver observer)
    {
        while (true)
        {
            HostRequest request = requests.Take();
            if (request.Ask is not { } question)
            {
                return request.Open!;
            }

            try
            {
                observer.Answered(question.Answer());
            }
            catch (Exception thrown)
            {
                // What the user's code throws is told, and the next question is answered.
                observer.Refused($"{thrown.GetType().Name}: {thrown.Message}", isFaultOfSubject: true);
            }
        }
    }

    /// <summary>
    /// Asks for kernels that give the same bits at each call, and, where memory is limited, makes what a process needs for its devices
    /// before anything of the subject's is measured. After an error of a device nothing more can be computed in this process: it ends.
    /// </summary>
    /// <param name="observer">Told of such an error.</param>
    /// <param name="measures">Whether the memory is limited.</param>
    /// <returns>The memory that this took, in bytes; 0 where there is no device or no limit.</returns>
    private static long PrepareDevices(ReplyObserver observer, bool measures)
    {
        DeviceFault.Handler = words =>
        {
            observer.DeviceFailed(words);
            Process.GetCurrentProcess().Kill();
        };
        if (!Accelerator.IsPresent)
        {
            return 0;
        }

        _ = NativeTorch.AskForRepeatableKernels();
        if (!measures)
        {
            return 0;
        }

        long before = Environment.WorkingSet;
        using (torch.NewDisposeScope())
        {
            torch.ones(4, 4, device: torch.CUDA).matmul(torch.ones(4, 4, device: torch.CUDA)).cpu();
        }

        return Math.Max(0, Environment.WorkingSet - before);
    }

    /// <summary>Of TorchSharp's page about a failed load, the sentence and the reason that Linux gave.</summary>
    private static string Gist(string message)
    {
        string[] lines = [.. message.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
        return string.Join(" ", lines.Take(1).Concat(lines.Skip(1).Where(line => line.Contains("GLIBC", StringComparison.Ordinal))));
    }

    private static CheckResult Perform(InProcessChecks checks, HostTask task, ReplyObserver observer)
    {
        try
        {
            checks.GrantProofs(task.ProofTime);
            return task.Passed is { } passed
                ? checks.Continue(task.Check, passed, task.Tried, observer)
                : checks.Run(task.Check, observer, task.Handover);
        }
        catch (Exception fault)
        {
            DeviceFault.Report(fault);
            return checks.Faulty(task.Check, fault);
        }
    }

    private static IReadOnlyList<Check>? CheckList(HostOpening opening) => opening.Checks is null
        ? null
        : [.. ((Type[])new ObjectDecoder(new TypeFinder(opening.CheckOrigins)).Decode(opening.Checks)!)
            .Select(type => (Check)Activator.CreateInstance(type, nonPublic: true)!)];

    private static void Listen(string handle, BlockingCollection<HostRequest> requests)
    {
        using var pipe = new AnonymousPipeClientStream(PipeDirection.In, handle);
        using var reader = new StreamReader(pipe, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            requests.Add(HostJson.Request(line));
        }

        // Whoever asked is gone. An orderly end could wait for ever for the user's code.
        Process.GetCurrentProcess().Kill();
    }
}
