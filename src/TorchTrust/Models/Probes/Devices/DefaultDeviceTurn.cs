using TorchSharp;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>
/// Runs a model whose parameters and inputs stay where they are while the default device is <c>meta</c>: what the code makes
/// without saying where lands there, and shows.
/// </summary>
internal static class DefaultDeviceTurn
{
    /// <summary>What happened under the turned default device.</summary>
    /// <param name="Thrown">What was thrown; null if nothing was.</param>
    /// <param name="Strays">The shapes and dtypes of the tensors that were on <c>meta</c> when it was thrown.</param>
    /// <param name="FirstModule">The first module that gave an output with dimensions on <c>meta</c>; null if none did.</param>
    /// <param name="Outputs">The paths of outputs with dimensions on <c>meta</c>.</param>
    /// <param name="Scalar">The path of an output of no dimension on <c>meta</c>, which may meet any device; null if there is none.</param>
    internal sealed record Outcome(
        SubjectException? Thrown,
        IReadOnlyList<(long[] Shape, ScalarType Dtype)> Strays,
        string? FirstModule,
        IReadOnlyList<string> Outputs,
        string? Scalar);

    /// <summary>Runs forward and backward once.</summary>
    public static Outcome Run(ModelSession session, ForwardMode mode)
    {
        using var scope = NewDisposeScope();
        ModelInputs inputs = session.Inputs();
        IReadOnlyList<(long[], ScalarType)> strays = [];
        SubjectException? thrown = null;
        IReadOnlyList<string> outputs = [];
        string? scalar = null;
        Device before = get_default_device();
        ModuleTrace trace = ModuleTrace.During(session, () =>
        {
            bool first = true;
            using var witness = new ScopeWitness(tensors =>
            {
                strays = first ? [.. tensors.Where(IsMeta).Select(tensor => (tensor.shape, tensor.dtype))] : strays;
                first = false;
            });
            set_default_device(META);
            try
            {
                ForwardResult result = session.Run(inputs, mode);
                outputs = [.. result.Leaves.Where(leaf => IsMeta(leaf.Tensor) && leaf.Tensor.dim() > 0).Select(leaf => leaf.Path)];
                scalar = result.Leaves.Where(leaf => IsMeta(leaf.Tensor) && leaf.Tensor.dim() == 0).Select(leaf => leaf.Path)
                    .FirstOrDefault();
                if (outputs.Count == 0 && scalar is null)
                {
                    Backward(session, inputs, result);
                }
            }
            catch (SubjectException exception) when (BackendRefusal.IsOfEvalMode(exception))
            {
                // What is looked for is seen in training mode, too.
            }
            catch (SubjectException exception)
            {
                thrown = exception;
            }
            finally
            {
                set_default_device(before);
            }
        });

        string? first =
            trace.Calls.FirstOrDefault(call => call.Signature.Any(leaf => leaf.Device == DeviceType.META && leaf.Shape.Length > 0))?.Path;
        return new Outcome(thrown, strays, first, outputs, scalar);
    }

    private static void Backward(ModelSession session, ModelInputs inputs, ForwardResult result)
    {
        if (session.Scalar(inputs, result) is { requires_grad: true } scalar)
        {
            GradientFlow.Backward(session.Tally, scalar);
        }
    }

    private static bool IsMeta(Tensor tensor) => tensor.device_type == DeviceType.META;
}
