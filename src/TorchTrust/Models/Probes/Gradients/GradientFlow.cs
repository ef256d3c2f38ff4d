using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>Takes the gradient of what training lowers, and tells how it reaches the parameters.</summary>
internal static class GradientFlow
{
    /// <summary>Runs the model forward and backward once.</summary>
    /// <param name="session">The session, at the point where it is looked at.</param>
    /// <param name="inputs">The inputs.</param>
    /// <param name="noise">The draw of the noise.</param>
    /// <param name="sizes">Takes the root mean square of each gradient, by the path of its parameter; null if nobody asks.</param>
    /// <returns>How the gradient reaches each registered parameter, by its path; null where nothing carries a graph.</returns>
    public static IReadOnlyDictionary<string, GradientReach>? Read(
        ModelSession session, ModelInputs inputs, long noise, IDictionary<string, double>? sizes = null)
    {
        using var scope = NewDisposeScope();
        Clear(session);
        return ReadBack(session, Forward(session, inputs, noise).Start(), sizes);
    }

    /// <summary>Runs the model forward in training mode.</summary>
    /// <returns>
    /// What it gives, and what gives the start of a backward pass: the loss or the combination of outputs, and what the call left in fields
    /// with a graph, such as an auxiliary loss; null where nothing carries a graph.
    /// </returns>
    public static (ForwardResult Result, Func<Tensor?> Start) Forward(ModelSession session, ModelInputs inputs, long noise)
    {
        ForwardResult result = session.Run(inputs, ForwardMode.Training, noise);
        return (result, () => Total(session, inputs, result));
    }

    /// <summary>Runs backward once, and tells how the gradient reaches the parameters.</summary>
    /// <param name="session">The session, whose parameters have no gradient.</param>
    /// <param name="start">Where to begin.</param>
    /// <param name="sizes">Takes the root mean square of each gradient, by the path of its parameter; null if nobody asks.</param>
    /// <param name="isEnough">Whether no more need be looked at after a parameter; null if all are looked at.</param>
    /// <returns>How the gradient reaches each registered parameter that was looked at, by its path; null where nothing carries a
    /// graph.</returns>
    public static IReadOnlyDictionary<string, GradientReach>? ReadBack(
        ModelSession session, Tensor? start, IDictionary<string, double>? sizes = null, Func<string, GradientReach, bool>? isEnough = null)
    {
        if (start is not { requires_grad: true } total)
        {
            return null;
        }

        Backward(session, total);
        var reach = new Dictionary<string, GradientReach>();
        foreach ((string path, Tensor parameter) in session.Parameters)
        {
            reach[path] = ReachOf(parameter);
            if (sizes is not null && parameter.grad is not null)
            {
                sizes[path] = SizeOf(parameter.grad);
            }

            if (isEnough?.Invoke(path, reach[path]) == true)
            {
                break;
            }
        }

        Clear(session);
        return reach;
    }

    /// <summary>Copies of all outputs and, where there are any, of the gradients of all parameters, each with its name.</summary>
    public static IReadOnlyList<(string Name, Tensor Value)> Observe(ModelSession session, ModelInputs inputs, ForwardMode mode)
    {
        ForwardResult result = session.Run(inputs, mode);
        List<(string Name, Tensor Value)> seen = [.. Outputs(result)];
        if (!is_grad_enabled() || session.Scalar(inputs, result) is not { requires_grad: true } scalar)
        {
            return seen;
        }

        Clear(session);
        try
        {
            Backward(session, scalar);
        }
        catch (SubjectException thrown) when (mode == ForwardMode.Eval && BackendRefusal.IsOfEvalMode(thrown))
        {
            return seen;
        }

        seen.AddRange(session.Parameters.Where(entry => entry.Parameter.grad is not null)
            .Select(entry => ($"the gradient of {entry.Path}", TensorBits.NativeCopy(entry.Parameter.grad!))));
        return seen;
    }

    /// <summary>Copies of all outputs, each with its name.</summary>
    public static IReadOnlyList<(string Name, Tensor Value)> Outputs(ForwardResult result) =>
    [
        .. result.Leaves.Select(leaf => (leaf.Path.Length == 0 ? "the output" : $"output {leaf.Path}", TensorBits.NativeCopy(leaf.Tensor))),
    ];

    /// <summary>Takes the gradient of a scalar, whatever the user's own code does on the way back.</summary>
    public static void Backward(PassTally tally, Tensor total) => SubjectException.Guard(
        "taking gradients of the loss or the outputs", () =>
    {
        tally.Backward();
        total.backward();
        return true;
    });

    /// <summary>Takes the gradient of a scalar that a session's model gave.</summary>
    /// <exception cref="KeptGraphException">The model keeps the graph of an earlier call.</exception>
    public static void Backward(ModelSession session, Tensor total)
    {
        try
        {
            Backward(session.Tally, total);
        }
        catch (SubjectException thrown) when (KeptGraphException.Explains(thrown) && KeptPaths(session) is { Length: > 0 } paths)
        {
            throw new KeptGraphException(thrown, paths);
        }
    }

    /// <summary>Forgets the gradients of all parameters.</summary>
    public static void Clear(ModelSession session)
    {
        foreach ((string _, Tensor parameter) in session.Parameters)
        {
            parameter.grad = null;
        }
    }

    private static Tensor? Total(ModelSession session, ModelInputs inputs, ForwardResult result)
    {
        Tensor? total = session.Scalar(inputs, result);
        total = total is { requires_grad: true } ? total.sum() : null;
        using RandomState _ = RandomState.Fork(session.Seed + 17);
        foreach (Tensor kept in KeptByFields(session).Where(tensor => !session.WantedGradientAsBuilt(tensor)))
        {
            Tensor term = kept.mul(randn_like(kept)).sum();
            total = total is null ? term : total + term.to(total.dtype);
        }

        return total;
    }

    private static IEnumerable<Tensor> KeptByFields(ModelSession session) =>
        ObjectGraph.Walk(session.Model).Select(node => node.Value).OfType<Tensor>().Where(KeepsGraph);

    private static string[] KeptPaths(ModelSession session) =>
        [.. ObjectGraph.Walk(session.Model).Where(node => node.Value is Tensor tensor && KeepsGraph(tensor)).Select(node => node.Path)
            .Distinct()];

    private static bool KeepsGraph(Tensor tensor) =>
        tensor is { IsInvalid: false, requires_grad: true, is_leaf: false } && tensor.is_floating_point();

    private static GradientReach ReachOf(Tensor parameter)
    {
        if (parameter.grad is not { } gradient)
        {
            return GradientReach.None;
        }

        using IDisposable _ = no_grad();
        Tensor dense = gradient.is_sparse ? gradient.to_dense() : gradient;
        Tensor real = dense.is_complex() ? view_as_real(dense) : dense;
        return !real.isfinite().all().item<bool>() ? GradientReach.NotFinite
            : real.ne(0).any().item<bool>() ? GradientReach.Finite
            : GradientReach.Zero;
    }

    private static double SizeOf(Tensor gradient)
    {
        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        Tensor dense = gradient.is_sparse ? gradient.to_dense() : gradient;
        Tensor real = dense.is_complex() ? view_as_real(dense) : dense;
        return real.numel() == 0 ? 0 : Math.Sqrt(real.to(ScalarType.Float64).square().mean().item<double>());
    }
}
