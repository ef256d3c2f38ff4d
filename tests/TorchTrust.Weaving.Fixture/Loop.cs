using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchTrust.Weaving.Fixture;

/// <summary>A small training loop that calls one of everything whose call has an effect on what comes out.</summary>
public sealed class Loop : IDisposable
{
    private readonly TwoLayers _model;
    private readonly Dropout _dropout = nn.Dropout(0.5);
    private readonly SGD _optimizer;
    private readonly optim.lr_scheduler.LRScheduler _schedule;

    public Loop(int seed)
    {
        manual_seed(seed);
        _model = new TwoLayers();
        _optimizer = optim.SGD(_model.parameters(), 0.1, momentum: 0.5);
        _schedule = optim.lr_scheduler.ExponentialLR(_optimizer, 0.5);
    }

    /// <summary>Trains, evaluates and resumes; what comes out hangs on every call.</summary>
    public float[] Run()
    {
        var outcome = new List<float>();
        for (int i = 0; i < 4; i++)
        {
            _dropout.train();
            _optimizer.zero_grad();
            Tensor output = _dropout.forward(_model.forward(randn(3, 4)));
            Tensor loss = output.pow(2).sum();
            loss.backward();
            nn.utils.clip_grad_norm_(_model.parameters(), 0.25);
            _optimizer.step();
            _schedule.step();
            outcome.Add(loss.detach().item<float>());
            outcome.Add(Evaluate());
        }

        foreach (optim.ILearningRateController group in _optimizer.ParamGroups)
        {
            group.LearningRate = 0.75;
        }

        outcome.AddRange(_optimizer.ParamGroups.Select(group => (float)group.LearningRate));
        outcome.AddRange(Resumed());
        outcome.AddRange(_model.parameters().SelectMany(parameter => parameter.detach().data<float>().ToArray()));
        return [.. outcome];
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _model.Dispose();
        _dropout.Dispose();
    }

    private float Evaluate()
    {
        _dropout.eval();
        using IDisposable gradients = no_grad();
        Tensor output = _dropout.forward(_model.forward(ones(1, 4)));
        return output.sum().item<float>() + (output.requires_grad ? 1000 : 0);
    }

    private IEnumerable<float> Resumed()
    {
        using var file = new MemoryStream();
        _model.save(file);
        manual_seed(3);
        var other = new TwoLayers();
        if (file.ToArray() is { Length: > 0 } content)
        {
            using var copy = new MemoryStream(content);
            other.load(copy);
        }

        Tensor wide = ones(1, 4).to(float64);
        return [other.forward(ones(1, 4)).sum().ToSingle(), wide.dtype == ScalarType.Float64 ? 1 : 0,
            wide.requires_grad_(true).requires_grad ? 1 : 0];
    }
}
