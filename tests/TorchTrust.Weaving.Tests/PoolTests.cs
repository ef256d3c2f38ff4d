using TorchTrust.Models;
using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using TorchTrust.RightModels;
using static TorchSharp.torch;

namespace TorchTrust.Weaving.Tests;

/// <summary>The whole pool of right models, woven.</summary>
public sealed class PoolTests
{
    private static readonly Lazy<IReadOnlyList<(string Name, ModelSubject Declared)>> _woven = new(() =>
    {
        Type pool = Weaver.Copy(typeof(RightModelPool).Assembly).Assembly.GetType(typeof(RightModelPool).FullName!)!;
        var all = (System.Collections.IEnumerable)pool.GetProperty(nameof(RightModelPool.All))!.GetValue(null)!;
        return
        [
            .. all.Cast<object>().Select(model => (
                (string)model.GetType().GetProperty(nameof(RightModel.Name))!.GetValue(model)!,
                (ModelSubject)model.GetType().GetProperty(nameof(RightModel.Declared))!.GetValue(model)!)),
        ];
    });

    [Fact]
    public void Outputs_gradients_parameters_and_noise_are_the_same_bits()
    {
        Assert.Equal(RightModelPool.All.Select(model => model.Name), _woven.Value.Select(model => model.Name));
        string[] differences =
        [
            .. RightModelPool.All.Zip(_woven.Value).Where(pair => pair.First.Name is not "OwnRandomness")
                .SelectMany(pair => Differences(pair.First.Declared, pair.Second.Declared).Select(what => $"{pair.First.Name}: {what}")),
        ];

        Assert.Empty(differences);
    }

    [Fact]
    public void Follows_a_move_decides_on_nine_of_ten_and_raises_no_alarm()
    {
        var options = new TrustOptions { Checks = [CheckIds.FollowsAMove], ProvesPower = false, IsHost = true };
        (string Name, CheckResult Result)[] results =
            [.. _woven.Value.Select(model => (model.Name, Assert.Single(Trust.Check(model.Declared, options).Results)))];
        (string Name, CheckResult Result)[] applicable = [.. results.Where(each => each.Result.Verdict != Verdict.Skipped)];
        string[] errors = [.. applicable.Where(each => each.Result is { Verdict: Verdict.Failed, Severity: Severity.Error }).Select(Tell)];
        string[] undecided = [.. applicable.Where(each => each.Result.Verdict == Verdict.Inconclusive).Select(Tell)];

        Assert.Empty(errors);
        Assert.True(
            undecided.Length * 10 <= applicable.Length,
            $"{undecided.Length} of {applicable.Length} are undecided:\n{string.Join('\n', undecided)}");
    }

    [Fact]
    public void Tensors_follow_their_device_without_an_alarm()
    {
        var options = new TrustOptions { Checks = [CheckIds.TensorsFollowDevice], ProvesPower = false, IsHost = true };
        string[] errors =
        [
            .. _woven.Value.Select(model => (model.Name, Result: Assert.Single(Trust.Check(model.Declared, options).Results)))
                .Where(each => each.Result.Verdict == Verdict.Failed).Select(Tell),
        ];

        Assert.Empty(errors);
    }

    private static string Tell((string Name, CheckResult Result) each) =>
        $"{each.Name}: {each.Result.Reason}{string.Join("; ", each.Result.Findings.Select(finding => finding.What))}";

    private static IReadOnlyList<string> Differences(ModelSubject plain, ModelSubject woven)
    {
        using var scope = NewDisposeScope();
        using var expected = new ModelSession(plain, 42);
        using var found = new ModelSession(woven, 42);
        return
        [
            .. new[] { ForwardMode.Eval, ForwardMode.Training }.SelectMany(mode => Run(expected, mode).Zip(Run(found, mode))
                .Where(pair => pair.First.Name != pair.Second.Name || !TensorBits.AreEqual(pair.First.Value, pair.Second.Value))
                .Select(pair => $"{pair.First.Name} in {mode}")),
        ];
    }

    private static List<(string Name, Tensor Value)> Run(ModelSession session, ForwardMode mode)
    {
        ModelInputs inputs = session.Inputs();
        ForwardResult result = session.Run(inputs, mode);
        var seen = result.Leaves.Select(leaf => ($"output {leaf.Path}", leaf.Tensor.detach().clone())).Append(("noise", result.Noise))
            .ToList();
        if (session.Scalar(inputs, result) is { requires_grad: true } scalar)
        {
            scalar.backward();
        }

        foreach ((string path, Tensor parameter) in session.Parameters)
        {
            seen.Add((path, parameter.detach()));
            if (parameter.grad is { } gradient)
            {
                seen.Add(($"gradient of {path}", gradient));
            }
        }

        return seen;
    }
}
