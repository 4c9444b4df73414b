//! [`Weights`]: tensors of a safetensors file, each with the shape that it must have.

use candle_core::safetensors::SliceSafetensors;
use candle_core::{DType, Device, Tensor};
use candle_nn::{LayerNorm, Linear};

use super::error::TransformerFault;

/// The tensors of one file.
pub(super) struct Weights<'b> {
    file: SliceSafetensors<'b>,
}

impl<'b> Weights<'b> {
    /// Reads the table of contents.
    pub(super) fn new(bytes: &'b [u8]) -> Result<Self, TransformerFault> {
        let file = SliceSafetensors::new(bytes).map_err(|error| file_fault(&error))?;
        Ok(Self { file })
    }

    /// The tensor of that name, in single precision whatever the file holds.
    pub(super) fn tensor(&self, name: &str, shape: &[usize]) -> Result<Tensor, TransformerFault> {
        let view = self
            .file
            .get(name)
            .map_err(|_| TransformerFault::NoTensor(name.to_owned()))?;
        if view.shape() != shape {
            return Err(TransformerFault::Shape {
                name: name.to_owned(),
                expected: shape.to_vec(),
                found: view.shape().to_vec(),
            });
        }
        let read = || {
            let tensor = self.file.load(name, &Device::Cpu)?;
            let tensor = tensor.to_dtype(DType::F32)?;
            // One sum finds what would make every later number meaningless.
            let sum = tensor.sum_all()?.to_scalar::<f32>()?;
            Ok((tensor, sum))
        };
        let (tensor, sum) = read().map_err(|error| file_fault(&error))?;
        if sum.is_finite() {
            Ok(tensor)
        } else {
            Err(TransformerFault::NotFinite(name.to_owned()))
        }
    }

    /// `name.weight` and `name.bias`, from `inputs` numbers to `outputs`.
    pub(super) fn linear(
        &self,
        name: &str,
        inputs: usize,
        outputs: usize,
    ) -> Result<Linear, TransformerFault> {
        let weight = self.tensor(&format!("{name}.weight"), &[outputs, inputs])?;
        let bias = self.tensor(&format!("{name}.bias"), &[outputs])?;
        Ok(Linear::new(weight, Some(bias)))
    }

    /// `name.weight` and `name.bias`, in files converted from TensorFlow `gamma` and `beta`.
    pub(super) fn norm(
        &self,
        name: &str,
        width: usize,
        epsilon: f64,
    ) -> Result<LayerNorm, TransformerFault> {
        let old = self.file.get(&format!("{name}.gamma")).is_ok();
        let (scale, shift) = if old {
            ("gamma", "beta")
        } else {
            ("weight", "bias")
        };
        let weight = self.tensor(&format!("{name}.{scale}"), &[width])?;
        let bias = self.tensor(&format!("{name}.{shift}"), &[width])?;
        Ok(LayerNorm::new(weight, bias, epsilon))
    }
}

fn file_fault(error: &candle_core::Error) -> TransformerFault {
    TransformerFault::Safetensors(error.to_string())
}
