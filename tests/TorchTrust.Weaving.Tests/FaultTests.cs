using System.Reflection;
using TorchTrust.Probes;

namespace TorchTrust.Weaving.Tests;

/// <summary>Each call of a small training loop is left out, repeated and changed, one place at a time, while it runs.</summary>
public sealed class FaultTests
{
    private static readonly Type _loop = Weaver.Copy(typeof(Fixture.Loop).Assembly).Assembly.GetType(typeof(Fixture.Loop).FullName!)!;

    /// <summary>Calls of the loop that have an effect, and what can be done to each.</summary>
    public static TheoryData<string, string> Effects => new()
    {
        { "Optimizer.zero_grad", "leave out" },
        { "Tensor.backward", "leave out" },
        { "Tensor.backward", "change" },
        { "utils.clip_grad_norm_", "leave out" },
        { "utils.clip_grad_norm_", "change" },
        { "Optimizer.step", "leave out" },
        { "Optimizer.step", "repeat" },
        { "LRScheduler.step", "leave out" },
        { "LRScheduler.step", "repeat" },
        { "optim.SGD", "change" },
        { "lr_scheduler.ExponentialLR", "change" },
        { "ILearningRateController.set_LearningRate", "leave out" },
        { "ILearningRateController.set_LearningRate", "change" },
        { "Module.train", "leave out" },
        { "Module.eval", "leave out" },
        { "torch.no_grad", "leave out" },
        { "torch.manual_seed", "leave out" },
        { "torch.manual_seed", "change" },
        { "torch.randn", "replace" },
        { "torch.ones", "replace" },
        { "Tensor.to", "leave out" },
        { "Tensor.to", "change" },
        { "Tensor.requires_grad_", "leave out" },
        { "Module.save", "leave out" },
        { "Module.load", "leave out" },
        { "Tensor.item", "replace" },
        { "TensorExtensionMethods.ToSingle", "replace" },
        { "Module`2.forward", "replace" },
    };

    [Theory]
    [MemberData(nameof(Effects))]
    public void A_fault_in_one_call_shows_and_goes(string member, string what)
    {
        float[] whole = Run();
        IReadOnlyList<CallSite> sites = [.. Calls().Select(call => call.Site).Where(site => Name(site) == member).Distinct()];

        Assert.NotEmpty(sites);
        int noticed = 0;
        foreach (CallSite site in sites)
        {
            CallFault fault = Fault(site, what);
            float[] broken;
            using (WovenCode.Break(fault))
            {
                broken = Run();
            }

            noticed += whole.AsSpan().SequenceEqual(broken) ? 0 : 1;
            Assert.Contains(site.Place.ToString(), fault.Description, StringComparison.Ordinal);
            Assert.Equal(whole, Run());
        }

        Assert.True(noticed > 0, $"No place of {member} changes what comes out: {string.Join(", ", sites)}.");
    }

    [Fact]
    public void A_call_whose_result_is_needed_cannot_be_left_out()
    {
        CallSite site = Calls().First(call => call.Site.Kind == CallKind.Creation).Site;

        ArgumentException refused = Assert.Throws<ArgumentException>(() => CallFault.LeaveOut(site));
        Assert.Contains("needs what it gives", refused.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => CallFault.Change(site, "no_such_parameter", value => value));
    }

    [Fact]
    public void A_fault_at_one_line_leaves_the_others_alone()
    {
        IReadOnlyList<CallEvent> whole = Calls();
        CallSite first = whole.First(call => Name(call.Site) == "torch.manual_seed").Site;

        using IDisposable broken = WovenCode.Break(CallFault.LeaveOut(first));
        IReadOnlyList<CallEvent> left = Calls();

        Assert.Equal(2, whole.Select(call => call.Site).Count(site => Name(site) == "torch.manual_seed"));
        Assert.Equal(whole.Where(call => call.Site != first).Select(call => call.ToString()), left.Select(call => call.ToString()));
    }

    [Fact]
    public void Calls_are_recorded_in_order_with_their_lines()
    {
        IReadOnlyList<CallEvent> calls = Calls();
        string[] step = [.. calls.SkipWhile(call => Name(call.Site) != "Optimizer.zero_grad")
            .TakeWhile(call => Name(call.Site) != "LRScheduler.step").Select(call => Name(call.Site))];

        Assert.Equal(
            [
                "Optimizer.zero_grad", "torch.randn", "Module`2.forward", "Module`2.forward", "Module`2.forward", "Module`2.forward",
                "Tensor.backward", "Module.parameters", "utils.clip_grad_norm_", "Optimizer.step",
            ],
            step);
        CallEvent clip = calls.First(call => Name(call.Site) == "utils.clip_grad_norm_");
        Assert.Equal("0.25", clip["max_norm"]);
        Assert.Equal("Loop.cs", Path.GetFileName(clip.Site.Place.File));
        Assert.Equal("Loop.Run", clip.Site.Place.Method);
        Assert.Contains("clip_grad_norm_", SourceOfLoop().ElementAt(clip.Site.Place.Line - 1), StringComparison.Ordinal);
        CallEvent made = calls.First(call => Name(call.Site) == "torch.randn");
        Assert.Equal("", made["device"]);
        Assert.Equal("Float32 [3, 4] on cpu", made.Result!.Text);
    }

    [Fact]
    public void Watching_and_its_end_leave_nothing_behind()
    {
        _ = Calls();

        Assert.False(WovenCode.IsWatched((int)CallRecorder.Everything));
    }

    private static CallFault Fault(CallSite site, string what) => what switch
    {
        "leave out" => CallFault.LeaveOut(site),
        "repeat" => CallFault.Repeat(site),
        "replace" => CallFault.ReplaceResult(site, Other),
        _ => Changed(site),
    };

    private static CallFault Changed(CallSite site) => Name(site) switch
    {
        "Tensor.backward" => CallFault.Change(site, "this", loss => (TorchSharp.torch.Tensor)loss! * 2),
        "utils.clip_grad_norm_" => CallFault.Change(site, "max_norm", _ => 0.01),
        "optim.SGD" => CallFault.Change(site, "learningRate", _ => 0.5),
        "lr_scheduler.ExponentialLR" => CallFault.Change(site, "gamma", _ => 0.9),
        "ILearningRateController.set_LearningRate" => CallFault.Change(site, "value", _ => 0.125),
        "torch.manual_seed" => CallFault.Change(site, "seed", _ => 99L),
        "Tensor.to" => CallFault.Change(site, "type", _ => TorchSharp.torch.ScalarType.Float32),
        _ => throw new ArgumentException($"No change is known for {site}."),
    };

    private static object? Other(object? result) => result switch
    {
        TorchSharp.torch.Tensor tensor => (object)(tensor * 3),
        float number => number + 1,
        _ => throw new ArgumentException($"{result} is of no kind that is replaced here."),
    };

    /// <summary>
    /// Read where the repository lies: builds in continuous integration leave the path of the machine out of the symbols.
    /// </summary>
    private static IEnumerable<string> SourceOfLoop()
    {
        string root = typeof(FaultTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(entry => entry.Key == "RepositoryRoot").Value!;
        return File.ReadLines(Path.Combine(root, "tests", "TorchTrust.Weaving.Fixture", "Loop.cs"));
    }

    private static string Name(CallSite site) => site.Member.Type[(site.Member.Type.LastIndexOf('.') + 1)..] + "." + site.Member.Name;

    private static IReadOnlyList<CallEvent> Calls() => CallRecorder.During(() => Run(), CallRecorder.Everything);

    private static float[] Run()
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        using var loop = (IDisposable)Activator.CreateInstance(_loop, 5)!;
        return (float[])_loop.GetMethod("Run")!.Invoke(loop, null)!;
    }
}
